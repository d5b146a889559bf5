/* What the owner of a TPM asks the core services for that its tools do not: keys, signatures, registers and counters. */

#include <string.h>
#include <tss/tspi.h>
#include <trousers/trousers.h>

static TSS_HCONTEXT c;

static void known(TSS_HOBJECT of) { /* the secret that is no secret */
	static BYTE zeros[20];
	TSS_HPOLICY p;
	Tspi_Context_CreateObject(c, TSS_OBJECT_TYPE_POLICY, TSS_POLICY_USAGE, &p);
	Tspi_Policy_SetSecret(p, TSS_SECRET_MODE_SHA1, 20, zeros);
	Tspi_Policy_AssignToObject(p, of);
}

int main(int argc, char **argv) {
	TSS_UUID srkId = TSS_UUID_SRK, id = {0x1d2c, 0x41, 0x52, 8, 1, {1, 2, 3, 4, 5, 6}};
	TSS_HTPM tpm;
	TSS_HKEY srk, key, found;
	TSS_HHASH hash;
	TSS_HPCRS pcrs;
	TSS_HENCDATA sealed, bound;
	TSS_VALIDATION proof = {{1, 2, 0, 0}};
	TSS_KM_KEYINFO *keys;
	UINT32 n, numbers[] = {TSS_TPMCAP_PROP_MANUFACTURER, TSS_TPMCAP_PROP_PCR, TSS_TPMCAP_PROP_SLOTS, TSS_TPMCAP_PROP_MAXKEYS};
	BYTE *out, nonce[20] = "a number used once", sum[20] = "the sum of a file..";
	TPM_CURRENT_TICKS ticks;
	Tspi_Context_Create(&c);
	if (Tspi_Context_Connect(c, NULL))
		return 1;
	Tspi_Context_GetTpmObject(c, &tpm);
	known(tpm);
	for (int i = 0; i < 4; i++)
		Tspi_TPM_GetCapability(tpm, TSS_TPMCAP_PROPERTY, 4, (BYTE *)&numbers[i], &n, &out);
	Tspi_Context_GetCapability(c, TSS_TCSCAP_VERSION, 0, NULL, &n, &out);
	for (int i = 4; i < 80; i += 25)
		Tspi_TPM_GetRandom(tpm, i, &out);
	Tspi_TPM_StirRandom(tpm, 20, nonce);
	for (int i = 8; i < 20; i += 5)
		Tspi_TPM_PcrRead(tpm, i, &n, &out);
	Tspi_TPM_PcrExtend(tpm, 12, 20, sum, NULL, &n, &out);
	Tspi_TPM_PcrRead(tpm, 12, &n, &out);
	Tspi_TPM_GetTestResult(tpm, &n, &out);
	Tspi_TPM_ReadCurrentTicks(tpm, &ticks);
	Tspi_Context_LoadKeyByUUID(c, TSS_PS_TYPE_SYSTEM, srkId, &srk);
	known(srk);
	Tspi_Context_CreateObject(c, TSS_OBJECT_TYPE_RSAKEY, TSS_KEY_TYPE_SIGNING | TSS_KEY_SIZE_1024 | TSS_KEY_AUTHORIZATION, &key);
	Tspi_SetAttribUint32(key, TSS_TSPATTRIB_KEY_INFO, TSS_TSPATTRIB_KEYINFO_SIGSCHEME, TSS_SS_RSASSAPKCS1V15_SHA1);
	known(key);
	Tspi_Key_CreateKey(key, srk, 0);
	Tspi_Key_LoadKey(key, srk);
	Tspi_Key_GetPubKey(key, &n, &out);
	Tspi_Context_CreateObject(c, TSS_OBJECT_TYPE_HASH, TSS_HASH_SHA1, &hash);
	for (int i = 0; i < 2; i++) {
		Tspi_Hash_SetHashValue(hash, 20, i ? nonce : sum);
		Tspi_Hash_Sign(hash, key, &n, &out);
	}
	Tspi_Context_CreateObject(c, TSS_OBJECT_TYPE_PCRS, 0, &pcrs);
	Tspi_PcrComposite_SelectPcrIndex(pcrs, 10);
	Tspi_PcrComposite_SelectPcrIndex(pcrs, 12);
	proof.ulExternalDataLength = 20;
	proof.rgbExternalData = nonce;
	Tspi_TPM_Quote(tpm, key, pcrs, &proof);
	Tspi_Context_RegisterKey(c, key, TSS_PS_TYPE_SYSTEM, id, TSS_PS_TYPE_SYSTEM, srkId);
	Tspi_Context_GetRegisteredKeysByUUID(c, TSS_PS_TYPE_SYSTEM, NULL, &n, &keys);
	Tspi_Context_GetKeyByUUID(c, TSS_PS_TYPE_SYSTEM, id, &found);
	Tspi_Key_UnloadKey(key);
	Tspi_Context_UnregisterKey(c, TSS_PS_TYPE_SYSTEM, id, &found);
	Tspi_Context_CreateObject(c, TSS_OBJECT_TYPE_RSAKEY, TSS_KEY_TYPE_BIND | TSS_KEY_SIZE_512 | TSS_KEY_NO_AUTHORIZATION, &key);
	Tspi_Key_CreateKey(key, srk, 0);
	Tspi_Key_LoadKey(key, srk);
	Tspi_Context_CreateObject(c, TSS_OBJECT_TYPE_ENCDATA, TSS_ENCDATA_BIND, &bound);
	Tspi_Data_Bind(bound, key, 5, (BYTE *)"bound");
	Tspi_Data_Unbind(bound, key, &n, &out);
	Tspi_Context_CreateObject(c, TSS_OBJECT_TYPE_ENCDATA, TSS_ENCDATA_SEAL, &sealed);
	known(sealed);
	Tspi_Data_Seal(sealed, srk, 11, (BYTE *)"not to tell", pcrs);
	Tspi_Data_Unseal(sealed, srk, &n, &out);
	Tspi_TPM_PcrRead(tpm, 99, &n, &out);
	Tspi_TPM_GetStatus(tpm, TSS_TPMSTATUS_DISABLED, (TSS_BOOL *)&n);
	Tspi_TPM_SetStatus(tpm, TSS_TPMSTATUS_DISABLEPUBEKREAD, TRUE);
	Tspi_TPM_GetPubEndorsementKey(tpm, TRUE, NULL, &found);
	Tspi_TPM_SelfTestFull(tpm);
	Tspi_Context_FreeMemory(c, NULL);
	Tspi_Context_Close(c);
	return 0;
}

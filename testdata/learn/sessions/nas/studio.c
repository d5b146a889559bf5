/* What a program asks a Network Audio System server for that its own tools do not: flows of many elements, what becomes of
   them, and what goes wrong. Each number on its command line is a scene, in a connection of its own. */

#include <audio/audiolib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static AuServer *aud;
static AuDeviceID out;
static AuStatus st;

static AuBool ignored(AuServer *a, AuErrorEvent *e) { return AuTrue; }

static void settle(int ms) { /* takes what the server tells of its own accord */
	for (; ms > 0; ms -= 20) {
		usleep(20000);
		AuFlush(aud);
		AuEventsQueued(aud, AuEventsQueuedAfterReading);
	}
}

static void change(AuFlowID flow, int element, int state) {
	AuElementState s;
	AuMakeElementState(&s, flow, element, state);
	AuSetElementStates(aud, 1, &s, NULL);
}

static void wave(void) { /* two waves, mixed, to the speaker, with a meter beside it */
	AuElement e[6];
	AuElementAction a[2];
	unsigned short both[2] = {0, 1};
	AuFlowID flow = AuCreateFlow(aud, NULL);
	AuMakeSendNotifyAction(&a[0], AuStateStop, AuStateAny, AuReasonAny);
	AuMakeChangeStateAction(&a[1], AuStateStop, AuStateStart, AuReasonEOF, flow, 5, AuStateStop);
	AuMakeElementImportWaveForm(&e[0], 8000, AuWaveFormSine, 800, 440, 1, a);
	AuMakeElementImportWaveForm(&e[1], 8000, AuWaveFormSquare, 1600, 660, 2, a);
	AuMakeElementSum(&e[2], 2, both);
	AuMakeElementMultiplyConstant(&e[3], 2, AuFixedPointFromFraction(1, 3));
	AuMakeElementExportDevice(&e[4], 3, out, 8000, AuUnlimitedSamples, 0, NULL);
	AuMakeElementExportMonitor(&e[5], 3, 20, AuFormatLinearUnsigned8, 1);
	AuSetElements(aud, flow, AuTrue, 6, e, NULL);
	change(flow, AuElementAll, AuStateStart);
	settle(120);
	AuElementParameters p = {flow, 3, 1, 0, {AuFixedPointFromFraction(3, 4)}}, q[2] = {{flow, 0, 2, 0, {880, 400}}, {flow, 1, 2, 0, {587, 200}}};
	AuSetElementParameters(aud, 1, &p, NULL);
	AuSetElementParameters(aud, 2, q, NULL);
	AuElementState s[3] = {{flow, 0}, {flow, 4}, {flow, AuElementAll}};
	int n = 2, clocked, many;
	AuGetElementStates(aud, &n, s, &st);
	n = 1;
	AuGetElementStates(aud, &n, s + 2, &st);
	AuGetElements(aud, flow, &clocked, &many, &st);
	change(flow, 0, AuStatePause);
	settle(100);
	change(flow, AuElementAll, AuStateStop);
	AuDestroyFlow(aud, flow, NULL);
}

static void stored(const char *name, int format, int tracks, int rate, int samples) { /* a sound that stays with the server */
	AuString text = {AuStringLatin1, strlen(name), (char *)name};
	AuElement e[3];
	char sound[600];
	AuBucketID b = AuCreateBucket(aud, format, tracks, AuAccessListMask | AuAccessImportMask, rate, samples, &text, &st);
	AuFlowID in = AuCreateFlow(aud, NULL), play = AuCreateFlow(aud, NULL);
	for (int i = 0; i < 600; i++)
		sound[i] = (i * i / 7) % 251;
	AuMakeElementImportClient(&e[0], rate, format, tracks, AuFalse, samples, 0, 0, NULL);
	AuMakeElementExportBucket(&e[1], 0, b, AuUnlimitedSamples, 0, 0, NULL);
	AuSetElements(aud, in, AuTrue, 2, e, NULL);
	change(in, AuElementAll, AuStateStart);
	AuWriteElement(aud, in, 0, 90, sound, AuFalse, NULL);
	AuWriteElement(aud, in, 0, 211, sound + 90, AuTrue, NULL);
	settle(40);
	AuGetBucketAttributes(aud, b, &st);
	AuMakeElementImportBucket(&e[0], rate, b, AuUnlimitedSamples, samples / 8, 0, NULL);
	AuMakeElementAddConstant(&e[1], 0, AuFixedPointFromFraction(-1, 50));
	AuMakeElementExportDevice(&e[2], 1, out, rate, AuUnlimitedSamples, 0, NULL);
	AuSetElements(aud, play, AuTrue, 3, e, NULL);
	change(play, AuElementAll, AuStateStart);
	settle(60);
	AuBucketAttributes like;
	memset(&like, 0, sizeof like);
	int n;
	AuBucketSampleRate(&like) = rate;
	AuListBuckets(aud, AuCompBucketSampleRateMask, &like, &n, &st);
	*AuBucketDescription(&like) = text;
	AuListBuckets(aud, AuCompCommonDescriptionMask, &like, &n, &st);
	AuElementParameters p = {play, 0, 1, 0, {samples / 2}};
	AuSetElementParameters(aud, 1, &p, NULL);
	AuMakeElementImportBucket(&e[0], rate, b, AuUnlimitedSamples, 0, 0, NULL);
	AuMakeElementExportClient(&e[1], 0, rate, format, tracks, AuFalse, samples, samples / 2, 0, NULL);
	AuFlowID back = AuCreateFlow(aud, NULL);
	AuSetElements(aud, back, AuTrue, 2, e, NULL);
	change(back, AuElementAll, AuStateStart);
	AuReadElement(aud, back, 1, 150, sound, &st);
	AuReadElement(aud, back, 1, 37, sound, &st);
	AuDestroyFlow(aud, back, NULL);
	AuDestroyFlow(aud, play, NULL);
}

static void split(void) { /* tracks, one by one, back to the program */
	AuElement e[5];
	AuInputTrack t[3] = {{0, 1}, {1, 0}, {0, 0}};
	AuElementAction a[3];
	char heard[400];
	AuFlowID flow = AuCreateFlow(aud, NULL);
	AuMakeNoopAction(&a[0], AuStatePause, AuStateAny, AuReasonUnderrun);
	AuMakeSendNotifyAction(&a[1], AuStatePause, AuStateAny, AuReasonOverrun);
	AuMakeChangeStateAction(&a[2], AuStateStop, AuStateAny, AuReasonAny, flow, AuElementAll, AuStateStop);
	AuMakeElementImportWaveForm(&e[0], 11025, AuWaveFormSaw, 2000, 220, 0, NULL);
	AuMakeElementImportClient(&e[1], 11025, AuFormatLinearSigned16LSB, 1, AuTrue, 500, 100, 3, a);
	AuMakeElementBundle(&e[2], 3, t);
	AuMakeElementExportClient(&e[3], 2, 11025, AuFormatULAW8, 3, AuFalse, 400, 100, 3, a);
	AuMakeElementExportDevice(&e[4], 1, out, 11025, 700, 1, a);
	t[0].track = 0;
	AuSetElements(aud, flow, AuFalse, 5, e, NULL);
	change(flow, AuElementAll, AuStateStart);
	for (int i = 0; i < 3; i++) {
		AuWriteElement(aud, flow, 1, 40 + 34 * i, heard, i == 2, NULL);
		settle(20);
		AuReadElement(aud, flow, 3, 60 + 30 * i, heard, &st);
	}
	int clocked, n;
	AuGetElements(aud, flow, &clocked, &n, &st);
	AuDestroyFlow(aud, flow, NULL);
}

static void room(void) { /* what there is, and how loud */
	AuDeviceAttributes like;
	int n;
	memset(&like, 0, sizeof like);
	AuListDevices(aud, 0, NULL, &n, &st);
	AuDeviceKind(&like) = AuComponentKindPhysicalOutput;
	AuListDevices(aud, AuCompCommonKindMask, &like, &n, &st);
	AuDeviceLocation(&like) = AuDeviceLocationLeftMask;
	AuListDevices(aud, AuCompDeviceLocationMask | AuCompCommonKindMask, &like, &n, &st);
	for (int gain = 20; gain < 100; gain += 25) {
		AuDeviceGain(&like) = AuFixedPointFromSum(gain, 0x4000);
		AuSetDeviceAttributes(aud, out, AuCompDeviceGainMask, &like, &st);
		AuGetDeviceAttributes(aud, out, &st);
	}
	AuDeviceLineMode(&like) = AuDeviceInputModeMicrophone;
	for (int i = 0; i < AuServerNumDevices(aud); i++)
		if (AuDeviceKind(AuServerDevice(aud, i)) == AuComponentKindPhysicalInput)
			AuSetDeviceAttributes(aud, AuDeviceIdentifier(AuServerDevice(aud, i)), AuCompDeviceLineModeMask, &like, &st);
	AuGetServerTime(aud, &st);
	AuGetCloseDownMode(aud, &st);
	AuSetCloseDownMode(aud, AuCloseDownRetainTemporary, &st);
	AuGetCloseDownMode(aud, &st);
	AuGetServerTime(aud, &st);
}

static void wrong(void) { /* what is refused */
	AuElement e[2];
	AuElementParameters p = {77, 9, 1, 0, {5}};
	char sound[8] = "abcdefg";
	AuFlowID flow = AuCreateFlow(aud, &st);
	AuDestroyFlow(aud, 99, &st);
	AuDestroyBucket(aud, flow + 5, &st);
	AuSetElementParameters(aud, 1, &p, &st);
	AuWriteElement(aud, flow, 3, 7, sound, AuTrue, &st);
	AuMakeElementMultiplyConstant(&e[0], 1, 5);
	AuMakeElementExportDevice(&e[1], 0, 12345, 8000, 10, 0, NULL);
	AuSetElements(aud, flow, AuTrue, 2, e, &st);
	change(flow, AuElementAll, AuStateStart);
	change(flow, 200, 7);
	AuSetCloseDownMode(aud, 9, &st);
	AuKillClient(aud, 0x12345, &st);
	AuCreateBucket(aud, 99, 1, 0, 8000, 100, NULL, &st);
	AuGetServerTime(aud, &st);
}

int main(int argc, char **argv) {
	for (int i = 1; i < argc; i++) {
		if (!(aud = AuOpenServer(NULL, 0, NULL, 0, NULL, NULL)))
			return 1;
		AuSetErrorHandler(aud, ignored);
		for (int d = 0; d < AuServerNumDevices(aud); d++)
			if (AuDeviceKind(AuServerDevice(aud, d)) == AuComponentKindPhysicalOutput && AuDeviceNumTracks(AuServerDevice(aud, d)) == 1)
				out = AuDeviceIdentifier(AuServerDevice(aud, d));
		switch (atoi(argv[i])) {
		case 0: wave(); break;
		case 1: stored("A bell", AuFormatLinearUnsigned8, 1, 8000, 301); break;
		case 2: stored("Two glasses", AuFormatLinearSigned16LSB, 2, 11025, 75); break;
		case 3: split(); break;
		case 4: room(); break;
		case 5: wrong(); break;
		}
		settle(20);
		AuCloseServer(aud);
	}
	return 0;
}

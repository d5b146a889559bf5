// A subagent of a bakery, on net-snmp's library: values of each type, a table of loaves that can be written, an order that its oven
// may refuse at the last moment, a cellar that is a context of its own, indexes that the master hands out, and notifications.
//
//	cc -o bakery bakery.c $(net-snmp-config --agent-libs)

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/agent/net-snmp-agent-includes.h>
#include <net-snmp/agent/agent_index.h>
#include <net-snmp/agent/sysORTable.h>
#include <signal.h>

#define BAKERY 1, 3, 6, 1, 4, 1, 8072, 9999, 17

static oid base[] = { BAKERY };
static int running = 1;

static void stop(int signal) { running = 0; }

// value answers the question for the value of a type: all of them are constants.
static int value(netsnmp_mib_handler *h, netsnmp_handler_registration *r, netsnmp_agent_request_info *info, netsnmp_request_info *q)
{
    static struct counter64 big = { 0x12, 0x3456789a };
    static oid place[] = { 1, 3, 6, 1, 2, 1, 1, 0x7fffffff, 4 };
    int32_t n = -70000;
    uint32_t u = 3000000000u;
    float warm = 36.5f;
    double share = 0.0625;
    u_char address[] = { 198, 51, 100, 7 }, bits[] = { 0xa0, 0x01, 0x80 };
    if (info->mode != MODE_GET)
        return SNMP_ERR_GENERR;
    switch (r->rootoid[r->rootoid_len - 2]) {
    case 1: snmp_set_var_typed_value(q->requestvb, ASN_INTEGER, &n, sizeof n); break;
    case 2: snmp_set_var_typed_value(q->requestvb, ASN_GAUGE, &u, sizeof u); break;
    case 3: snmp_set_var_typed_value(q->requestvb, ASN_COUNTER64, &big, sizeof big); break;
    case 4: snmp_set_var_typed_value(q->requestvb, ASN_OBJECT_ID, place, sizeof place); break;
    case 5: snmp_set_var_typed_value(q->requestvb, ASN_IPADDRESS, address, sizeof address); break;
    case 6: snmp_set_var_typed_value(q->requestvb, ASN_OCTET_STR, bits, sizeof bits); break;
    case 7: snmp_set_var_typed_value(q->requestvb, ASN_OPAQUE_FLOAT, &warm, sizeof warm); break;
    case 8: snmp_set_var_typed_value(q->requestvb, ASN_OPAQUE_DOUBLE, &share, sizeof share); break;
    case 9: snmp_set_var_typed_value(q->requestvb, ASN_TIMETICKS, &u, sizeof u); break;
    case 10: snmp_set_var_typed_value(q->requestvb, ASN_OCTET_STR, "", 0); break;
    case 11: return SNMP_ERR_GENERR;
    }
    return SNMP_ERR_NOERROR;
}

// order takes orders: more than 50 are refused when they are tested, more than 40 when they are due.
static long ordered = 4;
static int order(netsnmp_mib_handler *h, netsnmp_handler_registration *r, netsnmp_agent_request_info *info, netsnmp_request_info *q)
{
    switch (info->mode) {
    case MODE_GET: snmp_set_var_typed_integer(q->requestvb, ASN_INTEGER, ordered); break;
    case MODE_SET_RESERVE1:
        if (q->requestvb->type != ASN_INTEGER)
            netsnmp_set_request_error(info, q, SNMP_ERR_WRONGTYPE);
        else if (*q->requestvb->val.integer > 50)
            netsnmp_set_request_error(info, q, SNMP_ERR_WRONGVALUE);
        break;
    case MODE_SET_ACTION:
        if (*q->requestvb->val.integer > 40)
            netsnmp_set_request_error(info, q, SNMP_ERR_COMMITFAILED);
        else
            ordered = *q->requestvb->val.integer;
        break;
    }
    return SNMP_ERR_NOERROR;
}

static netsnmp_handler_registration *at(int n, Netsnmp_Node_Handler *handler, int modes)
{
    oid name[] = { BAKERY, n, 0 };
    return netsnmp_create_handler_registration("value", handler, name, OID_LENGTH(name), modes);
}

static void loaves(void)
{
    oid name[] = { BAKERY, 20 };
    static const char *kinds[] = { "rye", "spelt with seeds", "bun" };
    netsnmp_table_data_set *set = netsnmp_create_table_data_set("loaves");
    netsnmp_table_dataset_add_index(set, ASN_OCTET_STR);
    netsnmp_table_set_multi_add_default_row(set, 2, ASN_INTEGER, 1, NULL, 0, 3, ASN_OCTET_STR, 1, "-", 1, 0);
    for (int i = 0; i < 3; i++) {
        netsnmp_table_row *row = netsnmp_create_table_data_row();
        long grams = 1500 >> 2 * i;
        char baker[40];
        int n = snprintf(baker, sizeof baker, "%.*s by hand", 4 + 9 * i, kinds[i]);
        netsnmp_table_row_add_index(row, ASN_OCTET_STR, kinds[i], strlen(kinds[i]));
        netsnmp_set_row_column(row, 2, ASN_INTEGER, &grams, sizeof grams);
        netsnmp_mark_row_column_writable(row, 2, 1);
        netsnmp_set_row_column(row, 3, ASN_OCTET_STR, baker, n);
        netsnmp_mark_row_column_writable(row, 3, 1);
        netsnmp_table_dataset_add_row(set, row);
    }
    netsnmp_register_table_data_set(netsnmp_create_handler_registration("loaves", NULL, name, OID_LENGTH(name), HANDLER_CAN_RWRITE), set, NULL);
}

// indexes asks for a text, for numbers, for one that is taken, and gives one back.
static void indexes(void)
{
    oid shelf[] = { BAKERY, 20, 1, 1 }, tray[] = { BAKERY, 21, 1, 1 };
    register_string_index(shelf, OID_LENGTH(shelf), "baguette");
    int n = register_int_index(tray, OID_LENGTH(tray), ANY_INTEGER_INDEX);
    register_int_index(tray, OID_LENGTH(tray), 300);
    register_int_index(tray, OID_LENGTH(tray), 300);
    if (n > 0)
        unregister_int_index(tray, OID_LENGTH(tray), n);
}

static void tell(int number, const char *what, u_long grams)
{
    static oid trap[] = { 1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0 };
    oid kind[] = { BAKERY, 0, number }, text[] = { BAKERY, 30, 1 }, weight[] = { BAKERY, 30, 2, number };
    netsnmp_variable_list *vars = NULL;
    snmp_varlist_add_variable(&vars, trap, OID_LENGTH(trap), ASN_OBJECT_ID, (u_char *)kind, sizeof kind);
    snmp_varlist_add_variable(&vars, text, OID_LENGTH(text), ASN_OCTET_STR, (const u_char *)what, strlen(what));
    if (grams)
        snmp_varlist_add_variable(&vars, weight, OID_LENGTH(weight), ASN_GAUGE, (u_char *)&grams, sizeof grams);
    send_v2trap(vars);
    snmp_free_varbind(vars);
}

int main(int argc, char **argv)
{
    oid can[] = { BAKERY, 99 };
    netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE, 1);
    netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, argv[1]);
    snmp_enable_stderrlog();
    init_agent("bakery");
    for (int n = 1; n <= 11; n++)
        netsnmp_register_instance(at(n, value, HANDLER_CAN_RONLY));
    netsnmp_register_instance(at(12, order, HANDLER_CAN_RWRITE));
    netsnmp_handler_registration *cellar = at(1, value, HANDLER_CAN_RONLY);
    cellar->contextName = strdup("cellar");
    netsnmp_register_instance(cellar);
    loaves();
    REGISTER_SYSOR_ENTRY(can, "Bread, and who baked it");
    init_snmp("bakery");
    signal(SIGTERM, stop);
    indexes();
    tell(1, "oven is warm", 0);
    tell(22, "out of rye", 250000);
    while (running)
        agent_check_and_process(1);
    UNREGISTER_SYSOR_ENTRY(can);
    oid name[] = { BAKERY, 12, 0 };
    unregister_mib(name, OID_LENGTH(name));
    tell(3, "closed", 17);
    snmp_shutdown("bakery");
    return 0;
}

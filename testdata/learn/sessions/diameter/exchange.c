// exchange is an extension of freeDiameter that asks and answers what a file says, of which each line is one of
//
//   supports APPLICATION [VENDOR]  numbers; what this host is for
//   session                        what is asked from here on has a session of its own
//   request COMMAND APPLICATION    with AVPs in the lines below; a host that answers sends it behind the answer above
//   answer COMMAND RESULT          to the first such request, to the second one, and so on from the first answer again
//   AVP VALUE                      a number, the name of one, a text, 0x and bytes, an address, or a time in seconds
//   AVP {                          with AVPs in the lines up to }
//
// gcc -shared -fPIC -o exchange.fdx exchange.c
#include <freeDiameter/extension.h>
#include <arpa/inet.h>

struct line { char name[64], value[512]; };
struct part { struct line head; int first, end, used; };

static struct line lines[2000];
static struct part parts[200];
static int line_count, part_count;
static pthread_t asking;
static char session[256];

static void *find(enum dict_object_type type, int by, const void *what)
{
    struct dict_object *found = NULL;
    fd_dict_search(fd_g_config->cnf_dict, type, by, what, &found, 0);
    if (!found)
        fd_log_error("exchange: nobody knows %s", type != DICT_AVP && type != DICT_COMMAND ? "a number" : (const char *)what);
    return found;
}

static int64_t number(struct dict_object *type, enum dict_avp_basetype base, char *value)
{
    struct dict_enumval_request asked = {.type_obj = type, .search = {.enum_name = value}};
    struct dict_object *named = NULL;
    if (strspn(value, "-0123456789") != strlen(value) && type
        && !fd_dict_search(fd_g_config->cnf_dict, DICT_ENUMVAL, ENUMVAL_BY_STRUCT, &asked, &named, 0) && named) {
        struct dict_enumval_data data;
        fd_dict_getval(named, &data);
        return base == AVP_TYPE_INTEGER32 ? data.enum_value.i32 : data.enum_value.u32;
    }
    return strtoull(value, NULL, 10);
}

static void set(struct avp *avp, struct dict_object *model, enum dict_avp_basetype base, char *value)
{
    union avp_value v = {0};
    struct dict_object *type = NULL;
    struct dict_type_data of = {.type_name = ""};
    uint8_t bytes[256];
    fd_dict_search(fd_g_config->cnf_dict, DICT_TYPE, TYPE_OF_AVP, model, &type, 0);
    if (type)
        fd_dict_getval(type, &of);
    if (base == AVP_TYPE_OCTETSTRING && !strcmp(of.type_name, "Address")) {
        struct sockaddr_in a4 = {.sin_family = AF_INET};
        struct sockaddr_in6 a6 = {.sin6_family = AF_INET6};
        if (inet_pton(AF_INET, value, &a4.sin_addr) == 1)
            fd_msg_avp_value_encode(&a4, avp);
        else if (inet_pton(AF_INET6, value, &a6.sin6_addr) == 1)
            fd_msg_avp_value_encode(&a6, avp);
        return;
    }
    if (base == AVP_TYPE_OCTETSTRING && !strcmp(of.type_name, "Time")) {
        time_t t = strtoll(value, NULL, 10);
        fd_msg_avp_value_encode(&t, avp);
        return;
    }
    switch (base) {
    case AVP_TYPE_OCTETSTRING:
        v.os.data = (uint8_t *)value;
        v.os.len = strlen(value);
        if (!strncmp(value, "0x", 2)) {
            v.os.data = bytes;
            for (v.os.len = 0; sscanf(value + 2 + 2 * v.os.len, "%2hhx", &bytes[v.os.len]) == 1; v.os.len++)
                ;
        }
        break;
    case AVP_TYPE_INTEGER32: v.i32 = number(type, base, value); break;
    case AVP_TYPE_UNSIGNED32: v.u32 = number(type, base, value); break;
    case AVP_TYPE_INTEGER64: v.i64 = number(NULL, base, value); break;
    case AVP_TYPE_UNSIGNED64: v.u64 = number(NULL, base, value); break;
    case AVP_TYPE_FLOAT32: v.f32 = atof(value); break;
    case AVP_TYPE_FLOAT64: v.f64 = atof(value); break;
    default: return;
    }
    fd_msg_avp_setvalue(avp, &v);
}

// fill adds what lines say to a message or to a group, and returns the line behind it.
static int fill(msg_or_avp *to, int at, int end)
{
    for (; at < end; at++) {
        if (!strcmp(lines[at].name, "}"))
            return at;
        struct dict_object *model = NULL;
        struct dict_avp_data data;
        struct avp *avp;
        fd_dict_search(fd_g_config->cnf_dict, DICT_AVP, AVP_BY_NAME, lines[at].name, &model, 0);
        if (!model && !(model = find(DICT_AVP, AVP_BY_NAME_ALL_VENDORS, lines[at].name)))
            continue;
        fd_dict_getval(model, &data);
        fd_msg_avp_new(model, 0, &avp);
        if (data.avp_basetype == AVP_TYPE_GROUPED)
            at = fill(avp, at + 1, end);
        else
            set(avp, model, data.avp_basetype, lines[at].value);
        fd_msg_avp_add(to, MSG_BRW_LAST_CHILD, avp);
    }
    return at;
}

static void said(void *data, struct msg **answer)
{
    fd_msg_free(*answer);
    *answer = NULL;
}

static void text(struct msg *m, const char *name, enum msg_brw_dir where, const char *value)
{
    struct avp *avp;
    union avp_value v = {.os = {.data = (uint8_t *)value, .len = strlen(value)}};
    fd_msg_avp_new(find(DICT_AVP, AVP_BY_NAME, name), 0, &avp);
    fd_msg_avp_setvalue(avp, &v);
    fd_msg_avp_add(m, where, avp);
}

static void ask(struct part *p, const char *host)
{
    char command[64];
    unsigned application;
    struct msg *m;
    struct msg_hdr *header;
    struct session *known;
    int fresh;
    sscanf(p->head.value, "%63s %u", command, &application);
    struct dict_object *model = find(DICT_COMMAND, CMD_BY_NAME, command);
    if (!model)
        return;
    fd_msg_new(model, MSGFL_ALLOC_ETEID, &m);
    fd_msg_hdr(m, &header);
    header->msg_appl = application;
    if (*session)
        text(m, "Session-Id", MSG_BRW_FIRST_CHILD, session);
    else {
        os0_t id;
        size_t size;
        fd_msg_new_session(m, NULL, 0);
        fd_msg_sess_get(fd_g_config->cnf_dict, m, &known, &fresh);
        fd_sess_getsid(known, &id, &size);
        snprintf(session, sizeof session, "%.*s", (int)size, (char *)id);
    }
    fd_msg_add_origin(m, 0);
    if (host)
        text(m, "Destination-Host", MSG_BRW_LAST_CHILD, host);
    fill(m, p->first, p->end);
    fd_msg_send(&m, said, NULL);
}

// asks asks for what comes before any answer, one after the other.
static void *asks(void *nothing)
{
    sleep(2);
    for (int i = 0; i < part_count; i++) {
        struct part *p = &parts[i];
        if (!strcmp(p->head.name, "session"))
            *session = 0;
        else if (!strcmp(p->head.name, "request"))
            ask(p, NULL);
        else
            break;
        usleep(120000);
    }
    return nothing;
}

static void copy(struct msg *m, const char *name, char *to, size_t room)
{
    struct avp *avp = NULL;
    struct avp_hdr *header;
    fd_msg_search_avp(m, find(DICT_AVP, AVP_BY_NAME, name), &avp);
    if (avp && !fd_msg_avp_hdr(avp, &header) && header->avp_value)
        snprintf(to, room, "%.*s", (int)header->avp_value->os.len, (char *)header->avp_value->os.data);
}

// answers answers a request as the next part for its command says.
static int answers(struct msg **m, struct avp *a, struct session *s, void *data, enum disp_action *act)
{
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
    struct msg_hdr *header;
    struct dict_object *model = NULL;
    struct dict_cmd_data command;
    struct part *found = NULL;
    char host[256] = "", result[64] = "DIAMETER_SUCCESS", name[64];
    fd_msg_hdr(*m, &header);
    if (!(header->msg_flags & CMD_FLAG_REQUEST) || fd_msg_model(*m, &model) || !model)
        return 0;
    fd_dict_getval(model, &command);
    pthread_mutex_lock(&one);
    for (int i = 0; i < part_count; i++) {
        struct part *p = &parts[i];
        if (strcmp(p->head.name, "answer") || sscanf(p->head.value, "%63s", name) != 1 || strcmp(name, command.cmd_name))
            continue;
        if (!found || p->used < found->used)
            found = p;
    }
    if (!found) {
        pthread_mutex_unlock(&one);
        return 0;
    }
    found->used++;
    copy(*m, "Origin-Host", host, sizeof host);
    copy(*m, "Session-Id", session, sizeof session);
    sscanf(found->head.value, "%*s %63s", result);
    fd_msg_new_answer_from_req(fd_g_config->cnf_dict, m, 0);
    fd_msg_rescode_set(*m, result, NULL, NULL, 1);
    fill(*m, found->first, found->end);
    fd_msg_send(m, NULL, NULL);
    for (struct part *p = found + 1; p < parts + part_count && !strcmp(p->head.name, "request"); p++) {
        usleep(50000);
        ask(p, host);
    }
    pthread_mutex_unlock(&one);
    *act = DISP_ACT_CONT;
    return 0;
}

static int begin(char *file)
{
    char row[600];
    int host = 0;
    FILE *f = fopen(file, "r");
    if (!f)
        return errno;
    while (fgets(row, sizeof row, f)) {
        struct line l = {"", ""};
        if (sscanf(row, " %63s %511[^\n]", l.name, l.value) < 1)
            continue;
        if (!strcmp(l.name, "supports")) {
            application_id_t id = 0;
            vendor_id_t vendor = 0;
            sscanf(l.value, "%u %u", &id, &vendor);
            struct dict_object *application = find(DICT_APPLICATION, APPLICATION_BY_ID, &id);
            if (application)
                fd_disp_app_support(application, vendor ? find(DICT_VENDOR, VENDOR_BY_ID, &vendor) : NULL, id != 3, id == 3 || id == 1);
        } else if (!strcmp(l.name, "request") || !strcmp(l.name, "answer") || !strcmp(l.name, "session")) {
            host |= !part_count && !strcmp(l.name, "answer");
            parts[part_count++] = (struct part){.head = l, .first = line_count, .end = line_count};
        } else if (part_count) {
            lines[line_count++] = l;
            parts[part_count - 1].end = line_count;
        }
    }
    fclose(f);
    fd_disp_register(answers, DISP_HOW_ANY, NULL, NULL, NULL);
    return host ? 0 : pthread_create(&asking, NULL, asks, NULL);
}

EXTENSION_ENTRY("exchange", begin);

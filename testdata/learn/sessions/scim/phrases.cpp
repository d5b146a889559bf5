// A helper for SCIM that knows phrases: it registers itself and what can be done with it, writes into what has the focus, and tells what it hears.

#define Uses_SCIM_HELPER
#define Uses_SCIM_EVENT
#define Uses_SCIM_PROPERTY
#define Uses_SCIM_TRANSACTION

#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <scim.h>

using namespace scim;

static int context = -1;
static String engine;

static void attached(const HelperAgent *, int ic, const String &uuid) {
	context = ic;
	engine = uuid;
}

static void located(const HelperAgent *, int ic, const String &uuid, int, int) { attached(nullptr, ic, uuid); }

static void triggered(const HelperAgent *agent, int ic, const String &uuid, const String &property) {
	printf("%s\n", property.c_str());
	agent->commit_string(ic, uuid, utf8_mbstowcs(property));
}

int main(int argc, char **argv) {
	HelperAgent agent;
	HelperInfo info("9f2c41d0-5a3e-4c7b-8d1f-0e6a7b8c9d10", "Phrases", "/usr/share/scim/icons/pinyin.png", "Writes what is said often",
		SCIM_HELPER_STAND_ALONE | SCIM_HELPER_NEED_SCREEN_INFO | SCIM_HELPER_NEED_SPOT_LOCATION_INFO);
	agent.signal_connect_attach_input_context(slot(attached));
	agent.signal_connect_update_spot_location(slot(located));
	agent.signal_connect_trigger_property(slot(triggered));
	if (agent.open_connection(info, argv[1]) < 0)
		return 1;
	PropertyList list;
	list.push_back(Property("/Phrases/greeting", "Greeting", "", "Writes a greeting"));
	list.push_back(Property("/Phrases/end", "End of a letter", "/usr/share/scim/icons/up.png", "Writes the end"));
	agent.register_properties(list);
	for (int turn = 0; turn < atoi(argv[2]); turn++) {
		pollfd fd = {agent.get_connection_number(), POLLIN, 0};
		while (poll(&fd, 1, 300) > 0 && agent.has_pending_event())
			agent.filter_event();
		switch (turn % 4) {
		case 0:
			agent.commit_string(context, engine, utf8_mbstowcs("Good morning, "));
			break;
		case 1:
			agent.send_key_event(context, engine, KeyEvent(SCIM_KEY_a + turn, SCIM_KEY_ShiftMask));
			agent.forward_key_event(context, engine, KeyEvent(SCIM_KEY_Return));
			break;
		case 2:
			list[0].set_label(turn % 3 ? "Farewell" : "Greeting");
			list[0].set_tip("Another time of the day");
			list[1].hide();
			agent.update_property(list[0]);
			agent.update_property(list[1]);
			break;
		case 3:
			Transaction said;
			said.put_command(SCIM_TRANS_CMD_USER_DEFINED + turn);
			said.put_data(uint32(turn * 100));
			said.put_data(String("phrases"));
			agent.send_imengine_event(context, engine, said);
		}
	}
	agent.close_connection();
	return 0;
}

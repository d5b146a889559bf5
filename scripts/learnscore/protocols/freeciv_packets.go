package protocols

// freecivPacket are the fields of a packet, NAME:TYPE each. A key has a ! behind its name; *COUNT behind a type is for an array of so many or as
// many as another field says, and ~ for one of which only what changed is there.
type freecivPacket struct {
	words   string
	plain   bool  // which has all of its fields
	cancels []int // packets of which nothing is known any more, for the same key
}

// freecivPackets are those of Freeciv 3.0.6's packets.def by their numbers, with the fields of its optional capabilities.
var freecivPackets = map[int]freecivPacket{
	0:  {},                                                                                                                             // processing started
	1:  {},                                                                                                                             // processing finished
	4:  {words: "username:text capability:text version_label:text major_version:u32 minor_version:u32 patch_version:u32", plain: true}, // server join req
	5:  {words: "you_can_join:bool message:text capability:text challenge_file:text conn_id:i16", plain: true},                         // server join reply
	6:  {words: "type:u8 message:text"},                                                                                                // authentication req
	7:  {words: "password:text"},                                                                                                       // authentication reply
	8:  {},                                                                                                                             // server shutdown
	9:  {words: "id:u16 name:text rule_name:text cost_pct:u16"},                                                                        // ruleset tech class
	10: {words: "player_no:u8 nation_no:i16 is_male:bit name:text style:u8"},                                                           // nation select req
	11: {words: "player_no:u8 is_ready:bit"},                                                                                           // player ready
	12: {words: "category_num:u8 category_name:text*category_num player_num:u8", plain: true},                                          // endgame report
	13: {words: "description:text"},                                                                                                    // scenario description
	14: {words: "scenario_desc:text"},                                                                                                  // edit scenario desc
	15: {words: "tile!:i32 continent:i16 known:u8 owner:u8 extras_owner:u8 worked:u16 terrain:u8 resource:u8 extras:flags16 " +
		"spec_sprite:text label:text"}, // tile info
	16: {words: "add_to_size_limit:u8 aifill:u8 persistent_ready:u8 airlifting_style:u8 angrycitizen:u8 base_pollution:i16 " +
		"base_tech_cost:u8 tech_leak_pct:u8 border_city_radius_sq:u16 border_size_effect:u8 border_city_permanent_radius_sq:i16 borders:u8 " +
		"base_bribe_cost:u32 caravan_bonus_style:u8 culture_vic_points:u32 culture_vic_lead:u16 culture_migration_pml:u16 celebratesize:u8 " +
		"changable_tax:bit pop_report_zeroes:u8 citizen_nationality:bit citizen_convert_speed:u16 conquest_convert_pct:u8 citizen_partisans_pct:u8 " +
		"citymindist:u8 cooling:u32 coolinglevel:u32 diplomacy:u8 fogofwar:bit food_cost:u8 foodbox:u32 forced_gold:u8 forced_luxury:u8 " +
		"forced_science:u8 fulltradesize:u8 trade_world_rel_pct:u8 goods_selection:u8 global_advance_count:u16 global_advances:bool*200~ " +
		"global_warming:bit globalwarming:u32 gold:u32 gold_upkeep_style:u8 revolentype:u8 default_government_id:i8 " +
		"government_during_revolution_id:i8 granary_food_inc:u8 granary_food_ini:u8*24 granary_num_inis:u8 great_wonder_owners:u8*200~ " +
		"happy_cost:u8 happyborders:u8 heating:u32 illness_base_factor:u16 illness_min_size:u8 illness_on:bit illness_pollution_factor:u16 " +
		"illness_trade_infection:u16 init_city_radius_sq:u8 is_edit_mode:bit is_new_game:bit killcitizen:bit killstack:bit " +
		"only_killing_makes_veteran:bit min_city_center_output:u8*6 muuk_food_wipe:bit muuk_gold_wipe:bit muuk_shield_wipe:bit notradesize:u8 " +
		"nuclear_winter:bit nuclearwinter:u32 phase:i16 phase_mode:u8 pillage_select:bit poison_empties_food_stock:bit tech_steal_allow_holes:bit " +
		"tech_trade_allow_holes:bit tech_trade_loss_allow_holes:bit tech_parasite_allow_holes:bit tech_loss_allow_holes:bit rapturedelay:u8 " +
		"disasters:u16 restrictinfra:bit unreachable_protects:bit sciencebox:u32 shieldbox:u32 skill_level:u32 slow_invasions:bit " +
		"victory_conditions:u8 team_pooled_research:bit tech:u32 tech_cost_style:u8 tech_leakage:u8 tech_upkeep_divider:u16 tech_upkeep_style:u8 " +
		"techloss_forgiveness:i16 free_tech_method:u8 gameloss_style:u8 timeout:u32 first_timeout:u32 tired_attack:bit trademindist:u16 " +
		"trade_revenue_style:u8 trading_city:bit trading_gold:bit trading_tech:bit turn:i16 warminglevel:u32 year16:i16 year32:i32 year_0_hack:bit " +
		"fragment_count:u16 civil_war_enabled:bit paradrop_to_transport:bit"}, // game info
	17: {words: "xsize:u16 ysize:u16 topology_id:u8"},                                                         // map info
	18: {words: "tile:i32"},                                                                                   // nuke tile info
	19: {words: "team_id!:u8 team_name:text"},                                                                 // team name info
	25: {words: "message:text tile:i32 event:i16 turn:i16 phase:i16 conn_id:i16"},                             // chat msg
	26: {words: "message:text"},                                                                               // chat msg req
	27: {words: "message:text"},                                                                               // connect msg
	28: {words: "message:text tile:i32 event:i16 turn:i16 phase:i16 conn_id:i16"},                             // early chat msg
	29: {words: "version_label:text major_version:u32 minor_version:u32 patch_version:u32 emerg_version:u32"}, // server info
	30: {words: "city_id:u16", cancels: []int{31, 32}},                                                        // city remove
	31: {words: "id!:u16 tile:i32 owner:u8 size:u8 city_radius_sq:u8 style:u8 ppl_happy:u8*6 ppl_content:u8*6 ppl_unhappy:u8*6 " +
		"ppl_angry:u8*6 specialists_size:u8 specialists:u8*specialists_size nationalities_count:u8 nation_id:u8*nationalities_count " +
		"nation_citizens:u8*nationalities_count history32:u32 culture32:u32 buy_cost:u16 surplus:i16*6 waste:u16*6 unhappy_penalty:i16*6 prod:u16*6 " +
		"citizen_base:i16*6 usage:i16*6 food_stock:i16 shield_stock:u16 traderoute_count:u8 pollution:u16 illness_trade:u16 production_kind:u8 " +
		"production_value:u8 turn_founded:i16 turn_last_built:i16 changed_from_kind:u8 changed_from_value:u8 before_change_shields:u16 " +
		"disbanded_shields:u16 caravan_shields:u16 last_turns_shield_surplus:u16 airlift:u8 did_buy:bit did_sell:bit was_happy:bit " +
		"diplomat_investigate:bit walls:u8 city_image:i8 worklist:worklist improvements:flags25 city_options:flags1 name:text", cancels: []int{32}}, // city info
	32: {words: "id!:u16 tile:i32 owner:u8 size:u8 style:u8 occupied:bit walls:u8 happy:bit unhappy:bit city_image:i8 " +
		"improvements:flags25 name:text", cancels: []int{31}}, // city short info
	33: {words: "city_id:u16 build_id:u8"},                                                    // city sell
	34: {words: "city_id:u16"},                                                                // city buy
	35: {words: "city_id:u16 production_kind:u8 production_value:u8"},                         // city change
	36: {words: "city_id:u16 worklist:worklist"},                                              // city worklist
	37: {words: "city_id:u16 tile_id:i32"},                                                    // city make specialist
	38: {words: "city_id:u16 tile_id:i32"},                                                    // city make worker
	39: {words: "city_id:u16 from:u8 to:u8"},                                                  // city change specialist
	40: {words: "city_id:u16 name:text"},                                                      // city rename
	41: {words: "city_id:u16 options:flags1"},                                                 // city options req
	42: {words: "city_id:u16"},                                                                // city refresh
	43: {words: "unit_id:u16"},                                                                // city name suggestion req
	44: {words: "unit_id:u16 name:text"},                                                      // city name suggestion info
	45: {words: "actor_id:u16 city_id:u16 improvements:flags25 act_id:u8 disturb_player:bit"}, // city sabotage list
	50: {words: "playerno:u8", cancels: []int{51}},                                            // player remove
	51: {words: "playerno!:u8 name:text username:text unassigned_user:bit score:u32 is_male:bit was_created:bit government:i8 " +
		"target_government:i8 real_embassy:bool*160 mood:u8 style:u8 music_style:i8 nation:i16 team:u8 is_ready:bit phase_done:bit nturns_idle:i16 " +
		"turns_alive:i16 is_alive:bit gold:u32 tax:u8 science:u8 luxury:u8 tech_upkeep:u16 science_cost:u16 is_connected:bit " +
		"revolution_finishes:i16 ai_skill_level:u8 barbarian_type:u8 gives_shared_vision:flags20 history32:u32 culture32:u32 love:i16*160 " +
		"color_valid:bit color_changeable:bit color_red:u8 color_green:u8 color_blue:u8 flags:flags1 wonders:i32*200~ multip_count:u8 " +
		"multiplier:i32*multip_count multiplier_target:i32*multip_count"}, // player info
	52: {words: "turn:i16"},                                                                                                // player phase done
	53: {words: "tax:u8 luxury:u8 science:u8"},                                                                             // player rates
	54: {words: "government:i8"},                                                                                           // player change government
	55: {words: "tech:u8"},                                                                                                 // player research
	56: {words: "tech:u8"},                                                                                                 // player tech goal
	57: {},                                                                                                                 // player attribute block
	58: {words: "offset!:u32 total_length:u32 chunk_length:u16 data:memory*chunk_length"},                                  // player attribute chunk
	59: {words: "diplstate_id!:u32 plr1:u8 plr2:u8 type:u8 turns_left:u16 has_reason_to_cancel:u8 contact_turns_left:u16"}, // player diplstate
	60: {words: "id!:u8 techs_researched:u32 future_tech:u16 researching:u8 researching_cost:u32 bulbs_researched:u32 " +
		"tech_goal:u8 total_bulbs_prod:i32 inventions:text"}, // research info
	62: {words: "unit_id:u16", cancels: []int{63, 64}}, // unit remove
	63: {words: "id!:u16 owner:u8 nationality:u8 tile:i32 facing:i8 homecity:u16 upkeep:u8*6 veteran:u8 ai:bit paradropped:bit " +
		"occupied:bit transported:bit done_moving:bit stay:bit type:u8 transported_by:u16 carrying:i8 movesleft:u16 hp:u8 fuel:u8 " +
		"activity_count:u16 changed_from_count:u16 goto_tile:i32 activity:u8 activity_tgt:i8 changed_from:u8 changed_from_tgt:i8 battlegroup:i8 " +
		"has_orders:bit orders_length:u16 orders_index:u16 orders_repeat:bit orders_vigilant:bit orders:u8*orders_length " +
		"orders_dirs:i8*orders_length orders_activities:u8*orders_length orders_sub_targets:i16*orders_length orders_actions:u8*orders_length " +
		"action_decision_want:u8 action_decision_tile:i32", cancels: []int{64}}, // unit info
	64: {words: "id!:u16 owner:u8 tile:i32 facing:i8 type:u8 veteran:u8 occupied:bit transported:bit hp:u8 activity:u8 " +
		"activity_tgt:i8 transported_by:u16 packet_use:u8 info_city_id:u16", cancels: []int{63}}, // unit short info
	65: {words: "attacker_unit_id:u16 defender_unit_id:u16 attacker_hp:u8 defender_hp:u8 make_att_veteran:bit " +
		"make_def_veteran:bit"}, // unit combat info
	66: {words: "id:u8", cancels: []int{60}},     // unknown research
	71: {words: "unit_id:u16 type:u8 value:i32"}, // unit sscs set
	73: {words: "unit_id:u16 src_tile:i32 length:u16 repeat:bit vigilant:bit orders:u8*length dir:i8*length activity:u8*length " +
		"sub_target:i16*length action:u8*length dest_tile:i32"}, // unit orders
	74: {words: "unit_id:u16"},                                                                // unit autosettlers
	75: {words: "cargo_id:u16 transporter_id:u16 transporter_tile:i32"},                       // unit load
	76: {words: "cargo_id:u16 transporter_id:u16"},                                            // unit unload
	82: {words: "actor_id:u16 target_id:i32 action_type:u8 disturb_player:bit"},               // unit action query
	83: {words: "type:u8"},                                                                    // unit type upgrade
	84: {words: "actor_id:u16 target_id:i32 sub_tgt_id:i16 name:text action_type:u8"},         // unit do action
	85: {words: "actor_id:u16 target_id:i32 cost:u32 action_type:u8 disturb_player:bit"},      // unit action answer
	87: {words: "actor_unit_id:u16 target_unit_id:u16 target_tile_id:i32 disturb_player:bit"}, // unit get actions
	88: {},                                                                                    // conn ping
	89: {},                                                                                    // conn pong
	90: {words: "actor_unit_id:u16 target_unit_id:u16 target_city_id:u16 target_tile_id:i32 disturb_player:bit " +
		"action_probabilities:probability*44"}, // unit actions
	95:  {words: "counterpart:u8"},                                         // diplomacy init meeting req
	96:  {words: "counterpart:u8 initiated_from:u8"},                       // diplomacy init meeting
	97:  {words: "counterpart:u8"},                                         // diplomacy cancel meeting req
	98:  {words: "counterpart:u8 initiated_from:u8"},                       // diplomacy cancel meeting
	99:  {words: "counterpart:u8 giver:u8 type:u8 value:u32"},              // diplomacy create clause req
	100: {words: "counterpart:u8 giver:u8 type:u8 value:u32"},              // diplomacy create clause
	101: {words: "counterpart:u8 giver:u8 type:u8 value:u32"},              // diplomacy remove clause req
	102: {words: "counterpart:u8 giver:u8 type:u8 value:u32"},              // diplomacy remove clause
	103: {words: "counterpart:u8"},                                         // diplomacy accept treaty req
	104: {words: "counterpart:u8 I_accepted:bit other_accepted:bit"},       // diplomacy accept treaty
	105: {words: "other_player_id:u8 clause:u8"},                           // diplomacy cancel pact
	110: {words: "caption:text headline:text event:i16 len:u32 parts:u16"}, // page msg
	111: {words: "type:u8"},                                                // report req
	115: {words: "id!:i16 used:bit established:bit observer:bit player_num:u8 access_level:u8 username:text addr:text " +
		"capability:text"}, // conn info
	116: {words: "connections_16:u16 conn_id_new:i16*connections_16 ping_time_6:i32*connections_16"}, // conn ping info
	119: {words: "gui:u8 emerg_version:u32 distribution:text"},                                       // client info
	125: {},                                                                                          // end phase
	126: {words: "phase:i16"},                                                                        // start phase
	127: {words: "year32:i32 fragments:u16 turn:i16"},                                                // new year
	128: {},                                                                                          // begin turn
	129: {},                                                                                          // end turn
	130: {},                                                                                          // freeze client
	131: {},                                                                                          // thaw client
	135: {},                                                                                          // spaceship launch
	136: {words: "type:u8 num:u8"},                                                                   // spaceship place
	137: {words: "player_num!:u8 sship_state:u8 structurals:u8 components:u8 modules:u8 fuel:u8 propulsion:u8 habitation:u8 " +
		"life_support:u8 solar_panels:u8 launch_year32:i32 population:u32 mass:u32 structure:flags4 support_rate:u32 energy_rate:u32 " +
		"success_rate:u32 travel_time:u32"}, // spaceship info
	140: {words: "id:u8 name:text rule_name:text graphic_str:text graphic_alt:text sound_move:text sound_move_alt:text " +
		"sound_fight:text sound_fight_alt:text unit_class_id:u8 build_cost:u16 pop_cost:u8 attack_strength:u8 defense_strength:u8 move_rate:u16 " +
		"tech_requirement:u8 impr_requirement:u8 gov_requirement:i8 vision_radius_sq:u16 transport_capacity:u8 hp:u8 firepower:u8 obsoleted_by:u8 " +
		"converted_to:u8 convert_time:u8 fuel:u8 happy_cost:u8 upkeep:u8*6 paratroopers_range:u16 paratroopers_mr_req:u8 paratroopers_mr_sub:u8 " +
		"veteran_levels:u8 veteran_name:text*veteran_levels power_fact:u16*veteran_levels move_bonus:u16*veteran_levels " +
		"raise_chance:u8*veteran_levels work_raise_chance:u8*veteran_levels bombard_rate:u8 city_size:u8 city_slots:u8 cargo:flags4 targets:flags4 " +
		"embarks:flags4 disembarks:flags4 helptext:text flags:flags9 roles:flags8"}, // ruleset unit
	141: {words: "default_specialist:u8 global_init_techs_count:u8 global_init_techs:u8*global_init_techs_count " +
		"global_init_buildings_count:u8 global_init_buildings:u8*global_init_buildings_count veteran_levels:u8 veteran_name:text*veteran_levels " +
		"power_fact:u16*veteran_levels move_bonus:u16*veteran_levels raise_chance:u8*veteran_levels work_raise_chance:u8*veteran_levels " +
		"background_red:u8 background_green:u8 background_blue:u8"}, // ruleset game
	142: {words: "id:u8 plural_name:text rule_name:text short_name:text graphic_str:text graphic_alt:text reqs_count:u8 " +
		"reqs:requirement*reqs_count helptext:text"}, // ruleset specialist
	143: {words: "gov:i8 nation:i16 male_title:text female_title:text"}, // ruleset government ruler title
	144: {words: "id:u8 root_req:u8 research_reqs_count:u8 research_reqs:requirement*research_reqs_count tclass:u8 removed:bit " +
		"flags:flags2 cost:u32 num_reqs:u32 name:text rule_name:text helptext:text graphic_str:text graphic_alt:text"}, // ruleset tech
	145: {words: "id:i8 reqs_count:u8 reqs:requirement*reqs_count name:text rule_name:text graphic_str:text graphic_alt:text " +
		"helptext:text"}, // ruleset government
	146: {words: "ocean_reclaim_requirement_pct:u8 land_channel_requirement_pct:u8 terrain_thaw_requirement_pct:u8 " +
		"terrain_freeze_requirement_pct:u8 lake_max_size:u8 min_start_native_area:u8 move_fragments:u16 igter_cost:u16 pythagorean_diagonal:bit " +
		"gui_type_base0:text gui_type_base1:text"}, // ruleset terrain control
	147: {words: "ngroups:u8 groups:text*ngroups hidden:bool*ngroups"}, // ruleset nation groups
	148: {words: "id!:i16 translation_domain:text adjective:text rule_name:text noun_plural:text graphic_str:text " +
		"graphic_alt:text legend:text style:u8 leader_count:u8 leader_name:text*leader_count leader_is_male:bool*leader_count is_playable:bit " +
		"barbarian_type:u8 nsets:u8 sets:u8*nsets ngroups:u8 groups:u8*ngroups init_government_id:i8 init_techs_count:u8 " +
		"init_techs:u8*init_techs_count init_units_count:u8 init_units:u8*init_units_count init_buildings_count:u8 " +
		"init_buildings:u8*init_buildings_count"}, // ruleset nation
	149: {words: "style_id:u8 name:text rule_name:text citizens_graphic:text citizens_graphic_alt:text reqs_count:u8 " +
		"reqs:requirement*reqs_count graphic:text graphic_alt:text"}, // ruleset city
	150: {words: "id:u8 genus:u8 name:text rule_name:text graphic_str:text graphic_alt:text reqs_count:u8 " +
		"reqs:requirement*reqs_count obs_count:u8 obs_reqs:requirement*obs_count build_cost:u16 upkeep:u8 sabotage:u8 flags:flags1 soundtag:text " +
		"soundtag_alt:text helptext:text"}, // ruleset building
	151: {words: "id:u8 tclass:u8 flags:flags3 native_to:flags4 name:text rule_name:text graphic_str:text graphic_alt:text " +
		"movement_cost:u8 defense_bonus:i16 output:u8*6 num_resources:u8 resources:u8*num_resources road_output_incr_pct:u16*6 base_time:u8 " +
		"road_time:u8 irrigation_result:u8 irrigation_food_incr:u8 irrigation_time:u8 mining_result:u8 mining_shield_incr:u8 mining_time:u8 " +
		"animal:i16 transform_result:u8 transform_time:u8 clean_pollution_time:u8 clean_fallout_time:u8 pillage_time:u8 color_red:u8 color_green:u8 " +
		"color_blue:u8 helptext:text"}, // ruleset terrain
	152: {words: "id:u8 name:text rule_name:text min_speed:u16 hp_loss_pct:u8 hut_behavior:u8 non_native_def_pct:u16 " +
		"flags:flags3 helptext:text"}, // ruleset unit class
	153: {words: "id:u8 gui_type:u8 border_sq:i8 vision_main_sq:i8 vision_invis_sq:i8 flags:flags1"}, // ruleset base
	155: {words: "num_unit_classes:u16 num_unit_types:u16 num_impr_types:u16 num_tech_classes:u16 num_tech_types:u16 " +
		"num_extra_types:u16 num_base_types:u16 num_road_types:u16 num_resource_types:u16 num_goods_types:u16 num_disaster_types:u16 " +
		"num_achievement_types:u16 num_multipliers:u16 num_styles:u16 num_music_styles:u16 government_count:u16 nation_count:u16 styles_count:u16 " +
		"terrain_count:u16 num_specialist_types:u16 preferred_tileset:text preferred_soundset:text preferred_musicset:text popup_tech_help:bit " +
		"name:text version:text desc_length:u16"}, // ruleset control
	160: {words: "token:text"},                                                                                     // single want hack req
	161: {words: "you_have_hack:bit"},                                                                              // single want hack reply
	162: {words: "ruleset_count:u8 rulesets:text*ruleset_count"},                                                   // ruleset choices
	163: {words: "load_successful:bit load_filename:text"},                                                         // game load
	164: {words: "settings_num:u16 categories_num:u8 category_names:text*categories_num"},                          // server setting control
	165: {words: "id!:u16 name:text short_help:text extra_help:text category:u8"},                                  // server setting const
	166: {words: "id!:u16 is_visible:bit is_changeable:bit initial_setting:bit setdef:u8 val:bit default_val:bit"}, // server setting bool
	167: {words: "id!:u16 is_visible:bit is_changeable:bit initial_setting:bit setdef:u8 val:i32 default_val:i32 min_val:i32 " +
		"max_val:i32"}, // server setting int
	168: {words: "id!:u16 is_visible:bit is_changeable:bit initial_setting:bit setdef:u8 val:text default_val:text"}, // server setting str
	169: {words: "id!:u16 is_visible:bit is_changeable:bit initial_setting:bit setdef:u8 val:i8 default_val:i8 values_num:i8 " +
		"support_names:text*values_num pretty_names:text*values_num"}, // server setting enum
	170: {words: "id!:u16 is_visible:bit is_changeable:bit initial_setting:bit setdef:u8 val:u16 default_val:u16 bits_num:u8 " +
		"support_names:text*bits_num pretty_names:text*bits_num"}, // server setting bitwise
	175: {words: "effect_type:u8 effect_value:i32 has_multiplier:bit multiplier:u8 reqs_count:u8 reqs:requirement*reqs_count"}, // ruleset effect
	177: {words: "id:u8 output:u8*6"},                                                                                          // ruleset resource
	180: {words: "is_scenario:bit name:text authors:text players:bit startpos_nations:bit save_random:bit prevent_new_cities:bit " +
		"lake_flooding:bit handmade:bit allow_ai_type_fallback:bit ruleset_locked:bit have_resources:bit req_caps:text"}, // scenario info
	181: {words: "name:text"},                                                                                // save scenario
	185: {words: "vote_no:u32 user:text desc:text percent_required:u8 flags:u32"},                            // vote new
	186: {words: "vote_no!:u32 yes:u8 no:u8 abstain:u8 num_voters:u8"},                                       // vote update
	187: {words: "vote_no:u32"},                                                                              // vote remove
	188: {words: "vote_no:u32 passed:bit"},                                                                   // vote resolve
	189: {words: "vote_no:u32 value:i8", plain: true},                                                        // vote submit
	190: {words: "state:bit"},                                                                                // edit mode
	197: {},                                                                                                  // edit recalculate borders
	198: {},                                                                                                  // edit check tiles
	199: {words: "player:u8"},                                                                                // edit toggle fogofwar
	200: {words: "tile!:i32 terrain:u8 size:u8"},                                                             // edit tile terrain
	202: {words: "tile!:i32 extra_type_id:i8 removal:bit eowner:u8 size:u8"},                                 // edit tile extra
	204: {words: "id:i32 removal:bool tag:i32", plain: true},                                                 // edit startpos
	205: {words: "id:i32 exclude:bool nations:flags128", plain: true},                                        // edit startpos full
	206: {words: "tile!:i32 extras:flags16 resource:u8 terrain:u8 startpos_nation:i16 eowner:u8 label:text"}, // edit tile
	207: {words: "owner:u8 tile:i32 type:u8 count:u8 tag:i32"},                                               // edit unit create
	208: {words: "owner:u8 tile:i32 type:u8 count:u8"},                                                       // edit unit remove
	209: {words: "id:u16"},                                                                                   // edit unit remove by id
	210: {words: "id!:u16 utype:u8 owner:u8 homecity:u16 moves_left:u16 hp:u8 veteran:u8 fuel:u8 activity:u8 activity_count:u16 " +
		"activity_base:i8 debug:bit moved:bit paradropped:bit done_moving:bit transported_by:u16 stay:bit"}, // edit unit
	211: {words: "owner:u8 tile:i32 size:u8 tag:i32"}, // edit city create
	212: {words: "id:u16"},                            // edit city remove
	213: {words: "id!:u16 name:text owner:u8 original:u8 size:u8 history32:u32 ppl_happy:u8*5 ppl_content:u8*5 ppl_unhappy:u8*5 " +
		"ppl_angry:u8*5 specialists_size:u8 specialists:u8*specialists_size trade:u16*5 food_stock:u16 shield_stock:u16 airlift:bit debug:bit " +
		"did_buy:bit did_sell:bit was_happy:bit anarchy:u8 rapture:u8 steal:u8 turn_founded:i16 turn_last_built:i16 built:i32*200~ " +
		"production_kind:u8 production_value:u8 last_turns_shield_surplus:u16 city_options:flags1"}, // edit city
	214: {words: "tag:i32"}, // edit player create
	215: {words: "id:u8"},   // edit player remove
	216: {words: "id!:u8 name:text username:text ranked_username:text user_turns:i16 is_male:bit government:i8 " +
		"target_government:i8 nation:i16 team:u8 phase_done:bit nturns_idle:i16 is_alive:bit revolution_finishes:i16 capital:bit embassy:flags20 " +
		"gold:u32 tax:u8 science:u8 luxury:u8 future_tech:u16 researching:u8 bulbs_researched:u32 inventions:bool*201~ ai:bit scenario_reserved:bit"}, // edit player
	217: {words: "player:u8 tile:i32 known:bit size:u8"}, // edit player vision
	218: {words: "scenario:bit scenario_name:text scenario_authors:text scenario_random:bit scenario_players:bit " +
		"startpos_nations:bit prevent_new_cities:bit lake_flooding:bit ruleset_locked:bit"}, // edit game
	219: {words: "tag:i32 id:i32"}, // edit object created
	220: {words: "id:u8 first_reqs_count:u8 first_reqs:requirement*first_reqs_count move_cost:i16 move_mode:u8 " +
		"tile_incr_const:u16*6 tile_incr:u16*6 tile_bonus:u16*6 compat:u8 integrates:flags16 flags:flags1"}, // ruleset road
	222: {words: "unit_id:u16 activity:u8 target:i8"},                                                                    // unit change activity
	223: {words: "category_num:u8 player_id:u8 score:u16 category_score:u32*category_num winner:bool", plain: true},      // endgame player
	224: {words: "id:u8 name:text rule_name:text reqs_count:u8 reqs:requirement*reqs_count frequency:u8 effects:flags1"}, // ruleset disaster
	225: {},                                                                                                              // rulesets ready
	226: {words: "id:u8 name:text helptxt:text"},                                                                         // ruleset extra flag
	227: {words: "id:u8 trade_pct:u16 cancelling:u8 bonus_type:u8"},                                                      // ruleset trade
	228: {words: "unit:u8 flag:u8 type:u8 value:u8 quiet:bit"},                                                           // ruleset unit bonus
	229: {words: "id:u8 name:text helptxt:text"},                                                                         // ruleset unit flag
	230: {words: "id:u8 name:text helptxt:text"},                                                                         // ruleset unit class flag
	231: {words: "id:u8 name:text helptxt:text"},                                                                         // ruleset terrain flag
	232: {words: "id:u8 name:text rule_name:text category:u8 causes:u16 rmcauses:u8 activity_gfx:text act_gfx_alt:text " +
		"act_gfx_alt2:text rmact_gfx:text rmact_gfx_alt:text graphic_str:text graphic_alt:text reqs_count:u8 reqs:requirement*reqs_count " +
		"rmreqs_count:u8 rmreqs:requirement*rmreqs_count appearance_chance:u16 appearance_reqs_count:u8 " +
		"appearance_reqs:requirement*appearance_reqs_count disappearance_chance:u16 disappearance_reqs_count:u8 " +
		"disappearance_reqs:requirement*disappearance_reqs_count visibility_req:u8 buildable:bit generated:bit build_time:u8 build_time_factor:u8 " +
		"removal_time:u8 removal_time_factor:u8 defense_bonus:u8 eus:u8 native_to:flags4 flags:flags3 hidden_by:flags16 conflicts:flags16 " +
		"helptext:text"}, // ruleset extra
	233: {words: "id:u8 name:text rule_name:text type:u8 unique:bit value:u16"}, // ruleset achievement
	234: {words: "id:u8 name:text helptxt:text"},                                // ruleset tech flag
	235: {words: "enabled_action:u8 actor_reqs_count:u8 actor_reqs:requirement*actor_reqs_count target_reqs_count:u8 " +
		"target_reqs:requirement*target_reqs_count"}, // ruleset action enabler
	236: {words: "nsets:u8 names:text*nsets rule_names:text*nsets descriptions:text*nsets"},                                  // ruleset nation sets
	237: {words: "ncount:u16 is_pickable:bool*ncount nationset_change:bit"},                                                  // nation availability
	238: {words: "id:u8 gained:bit first:bit"},                                                                               // achievement info
	239: {words: "id:u8 name:text rule_name:text"},                                                                           // ruleset style
	240: {words: "id:u8 music_peaceful:text music_combat:text reqs_count:u8 reqs:requirement*reqs_count"},                    // ruleset music
	241: {words: "city_id:u16 tile_id:i32 activity:u8 tgt:i8 want:u16"},                                                      // worker task
	242: {words: "count:u16 multipliers:i32*count"},                                                                          // player multiplier
	243: {words: "id:u8 start:i32 stop:i32 step:u32 def:i32 offset:i32 factor:i32 name:text rule_name:text helptext:text"},   // ruleset multiplier
	244: {words: "seconds_to_phasedone:i32 last_turn_change_time:i32"},                                                       // timeout info
	245: {words: "tag:text"},                                                                                                 // play music
	246: {words: "id:u8 ui_name:text quiet:bit act_kind:u8 tgt_kind:u8 min_distance:i32 max_distance:i32 blocked_by:flags6"}, // ruleset action
	247: {words: "text:text"},                                                                                                // ruleset description part
	248: {words: "id:u8 name:text rule_name:text reqs_count:u8 reqs:requirement*reqs_count from_pct:u16 to_pct:u16 " +
		"onetime_pct:u16 flags:flags1 helptext:text"}, // ruleset goods
	249: {words: "city:u16 index:u8 partner:u16 value:u16 direction:u8 goods:u8"}, // traderoute info
	250: {words: "lines:text"},                                                    // page msg part
	251: {words: "text:text"},                                                     // ruleset summary
	252: {words: "id:u8 cause:u8 reqs_count:u8 reqs:requirement*reqs_count alternatives_count:u8 " +
		"alternatives:u8*alternatives_count"}, // ruleset action auto
	253: {words: "topology_id:u8"}, // set topology
	254: {},                        // client heartbeat
	255: {words: "positive_year_label:text negative_year_label:text calendar_fragments:u16 calendar_fragment_name:text*52 " +
		"calendar_skip_0:bit"}, // calendar info
}

%% What nodes say to each other: calls, casts, messages to names and to processes, links, monitors and groups.

-module(talk).
-export([main/1]).

main([Which]) ->
    Shelf = 'shelf@127.0.0.1',
    pong = net_adm:ping(Shelf),
    case Which of
        "calls" ->
            rpc:call(Shelf, lists, seq, [1, 5]),
            rpc:call(Shelf, erlang, node, []),
            rpc:call(Shelf, maps, from_list, [[{a, 1}, {"key", 2.5}, {<<"b">>, [x | y]}]]),
            rpc:call(Shelf, lists, reverse, [[1000, -1, 1 bsl 70, -(1 bsl 40), 300]]),
            rpc:call(Shelf, nothing, there, [make_ref()]),
            rpc:call(Shelf, string, uppercase, ["grüße"]),
            rpc:cast(Shelf, erlang, put, [k, {v, <<1:12>>}]),
            rpc:multicall([Shelf], erlang, system_info, [otp_release]),
            rpc:call(Shelf, lists, map, [fun erlang:abs/1, [-1, 2]]);
        "tables" ->
            rpc:call(Shelf, ets, new, [shelf, [named_table, public, {keypos, 2}]]),
            rpc:call(Shelf, ets, insert, [shelf, [{book, 1, "Title", 9.75}, {book, 2, <<"Другой"/utf8>>, free}]]),
            rpc:call(Shelf, ets, lookup, [shelf, 2]),
            rpc:call(Shelf, ets, info, [shelf]),
            rpc:call(Shelf, calendar, day_of_the_week, [{2026, 2, 3}]),
            rpc:call(Shelf, math, pow, [2, 0.5]),
            rpc:call(Shelf, erlang, list_to_tuple, [lists:seq(250, 300, 7)]),
            rpc:call(Shelf, erlang, binary_to_atom, [<<"new atom">>]),
            rpc:call(Shelf, application, get_env, [kernel, inet_dist_listen_min]),
            erpc:multicall([Shelf], erlang, whereis, [kernel_sup]),
            spawn(Shelf, fun erlang:garbage_collect/0),
            spawn_monitor(Shelf, erlang, throw, [away]),
            [{net_kernel, Shelf} ! {N, [N, -N * 1000], {self()}} || N <- [1, 77, 900]],
            rpc:call(Shelf, code, which, [lists]);
        "processes" ->
            Pid = spawn_link(Shelf, timer, sleep, [100]),
            Other = spawn(Shelf, erlang, hibernate, [erlang, now, []]),
            Monitor = monitor(process, Other),
            Other ! {hello, self(), "text", <<"bytes">>},
            link(Other), unlink(Other),
            {global_name_server, Shelf} ! {nothing, 1.5, []},
            demonitor(Monitor),
            exit(Other, kill),
            process_flag(trap_exit, true),
            M = monitor(process, Pid),
            exit(Pid, shutdown),
            receive {'DOWN', M, _, _, _} -> ok after 500 -> ok end,
            group_leader(self(), Pid),
            is_process_alive(self());
        "servers" ->
            {net_kernel, Shelf} ! {self(), #{key => "value", 2 => {}}},
            erpc:call(Shelf, erlang, length, [[a, b, c]]),
            catch erpc:call(Shelf, erlang, error, [{bad, thing}]),
            global:register_name(talker, self()),
            global:whereis_name(talker),
            global:unregister_name(talker),
            net_kernel:monitor_nodes(true),
            monitor_node(Shelf, true),
            monitor({rex, Shelf}),
            rpc:call(Shelf, io, format, ["~p~n", [{self(), make_ref(), node()}]]),
            timer:sleep(200)
    end,
    erlang:disconnect_node(Shelf).

monitor(Name) -> erlang:monitor(process, Name).

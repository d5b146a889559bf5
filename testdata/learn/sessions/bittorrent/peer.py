# A peer of libtorrent, without encryption and over TCP only: peer.py seed ADDRESS TORRENT..., or peer.py SCENARIO
import libtorrent as lt, sys, time

def session(listen, **settings):
    return lt.session({'listen_interfaces': listen, 'enable_outgoing_utp': False, 'enable_incoming_utp': False, 'enable_lsd': False,
        'enable_upnp': False, 'enable_natpmp': False, 'enable_dht': True, 'dht_bootstrap_nodes': '', 'out_enc_policy': 2, 'in_enc_policy': 2,
        'allow_multiple_connections_per_ip': True, 'alert_mask': 0, 'auto_manage_startup': 0, **settings})

def add(s, name, path, flags=None, magnet=False):
    p = lt.add_torrent_params()
    info = lt.torrent_info(f'torrents/{name}.torrent')
    if magnet:
        p = lt.parse_magnet_uri(lt.make_magnet_uri(info))
    else:
        p.ti = info
    p.trackers = []
    p.save_path = path
    p.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    p.flags |= flags or lt.torrent_flags.default_flags & 0
    return s.add_torrent(p)

def until(h, done, seconds=8):
    end = time.time() + seconds
    while time.time() < end and not done(h.status()):
        time.sleep(0.1)

complete = lambda st: st.is_finished
transmission, libtorrent, aria2 = ('10.77.0.1', 7001), ('10.77.0.2', 7002), ('10.77.0.3', 7003)

def seed(address, *names):
    s = session(address, peer_timeout=16, suggest_mode=1, unchoke_slots_limit=1, unchoke_interval=2, optimistic_unchoke_interval=2)
    for name in names:
        h = add(s, name, 'share')
        if name == 'notes.txt':
            h.set_upload_limit(700)
    time.sleep(600)

def magnet():
    s = session('10.77.0.9:6901')
    h = add(s, 'album', 'got/magnet', magnet=True)
    h.connect_peer(transmission)
    until(h, complete)
    s.remove_torrent(h)

# some takes one file of four, then another, and goes away twice.
def some():
    s = session('10.77.0.9:6902', peer_timeout=16, close_redundant_connections=False)
    h = add(s, 'album', 'got/some')
    h.prioritize_files([0, 0, 4, 0])
    h.connect_peer(libtorrent)
    until(h, complete)
    time.sleep(11)
    h.prioritize_files([4, 0, 4, 0])
    until(h, complete)
    h.pause()
    time.sleep(1)
    h.resume()
    h.prioritize_files([4, 4, 4, 4])
    h.connect_peer(aria2)
    until(h, complete)
    time.sleep(1)
    s.remove_torrent(h)

# slowly takes the same pieces from three peers, gives up some of them, and goes away in between.
def slowly(port):
    s = session(f'10.77.0.9:{port}', strict_end_game_mode=False)
    h = add(s, 'notes.txt', f'got/{port}')
    for peer in libtorrent, transmission:
        h.connect_peer(peer)
    time.sleep(3)
    for n in range(5, 8):
        h.piece_priority(n, 0)
    h.set_piece_deadline(2, 100)
    time.sleep(3)
    h.pause()
    time.sleep(1)
    h.resume()
    for peer in transmission, libtorrent:
        h.connect_peer(peer)
    until(h, complete, 20)
    h.piece_priority(6, 4)
    until(h, complete)
    s.remove_torrent(h)

def atlas():
    s = session('10.77.0.9:6904')
    h = add(s, 'atlas', 'got/atlas', magnet=True)
    h.connect_peer(libtorrent)
    until(h, complete)
    s.remove_torrent(h)

# later takes nothing at first.
def later():
    s = session('10.77.0.9:6905', close_redundant_connections=False)
    h = add(s, 'noise.bin', 'got/later', lt.torrent_flags.upload_mode)
    h.connect_peer(libtorrent)
    time.sleep(1)
    h.unset_flags(lt.torrent_flags.upload_mode)
    until(h, complete)
    time.sleep(1)
    s.remove_torrent(h)

# stranger wants what nobody has.
def stranger():
    s = session('10.77.0.9:6907')
    h = add(s, 'album', 'got/stranger')
    h.connect_peer(aria2)
    time.sleep(2)

if sys.argv[1] == 'seed':
    seed(*sys.argv[2:])
else:
    globals()[sys.argv[1]](*sys.argv[2:])
    time.sleep(0.5)

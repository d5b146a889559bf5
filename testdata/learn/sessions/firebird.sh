# What clients said for firebird.pcapng, as root, to a Firebird 3.0 of namespaces of its own, with the configuration and security database that firebird/host.sh
# makes: its passwords are proved by Srp, and neither encryption nor compression is on.
#
#   unshare -m -n -u bash firebird/host.sh relay -w firebird.pcapng --listen tcp:127.0.0.1:3050 --to tcp:127.0.0.1:3051 --name firebird -- bash firebird.sh

exec >/dev/null 2>&1
export ISC_USER=sysdba ISC_PASSWORD=masterkey
at=127.0.0.1/3050
isql-fb -q -i firebird/store.sql -charset utf8
isql-fb -q $at:store -i firebird/shelf.sql -charset utf8
svc=$at:service_mgr
fbsvcmgr $svc action_add_user dbname security.db sec_username ann sec_password letter sec_firstname Ann sec_lastname 'of the shelf' sec_userid 7
isql-fb -q $at:missing </dev/null
isql-fb -q -user ann -password wrong $at:store </dev/null
echo 'delete from goods;' | isql-fb -q -user ann -password letter $at:store
perl firebird/clerk.pl
gfix -buffers 200 $at:store
gfix -shut full -force 0 $at:store
gfix -sql 1 $at:store
gfix -online $at:store
fbsvcmgr $svc info_server_version info_version info_implementation info_capabilities info_svr_db_info info_user_dbpath
fbsvcmgr $svc action_display_user sec_username ann
fbsvcmgr $svc action_delete_user sec_username nobody
fbsvcmgr $svc action_properties dbname store prp_sweep_interval 5000 prp_write_mode prp_wm_sync
fbsvcmgr $svc action_repair dbname store rpr_validate_db rpr_full
fbsvcmgr $svc action_backup dbname store bkp_file /srv/store.fbk bkp_no_garbage_collect bkp_ignore_limbo
fbsvcmgr $svc action_restore bkp_file /srv/store.fbk dbname /srv/copy.fdb res_create res_page_size 16384
ISC_USER=ann ISC_PASSWORD=letter fbsvcmgr $svc action_get_fb_log
gsec -database $at:security.db -display
echo 'drop database;' | isql-fb -q $at:/srv/copy.fdb
exit 0

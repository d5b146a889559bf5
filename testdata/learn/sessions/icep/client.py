# Those who talk to stations of weather and their grid: client.py PART.
import sys
import time
import Ice
import IceGrid
import IceStorm
import IceMX
import Glacier2
import IcePatch2

Ice.loadSlice("weather.ice")
import Weather

DAY = 86400000
NOW = 20000 * DAY
LOCATOR = "Lab/Locator:tcp -h 127.0.0.1 -p 17501"


def attempt(call, *args, **more):
    try:
        return call(*args, **more)
    except Ice.Exception as e:
        print(call.__name__, type(e).__name__)


def reading(day, hour, temperature, pressure=1013.25, humidity=60, sky=Weather.Sky.Clear):
    return Weather.Reading(NOW + day * DAY + hour * 3600000, temperature, pressure, humidity, sky)


class Watcher(Weather.Watcher):
    def changed(self, station, now, current=None):
        print(station, now.temperature)

    def noted(self, station, note, current=None):
        print(station, note.text)


def lookups(c):
    """What programs ask a locator and a query for."""
    locator = IceGrid.LocatorPrx.checkedCast(c.getDefaultLocator())
    query, registry = locator.getLocalQuery(), locator.getLocalRegistry()
    for name in ("station/harbor", "station/nowhere"):
        identity = Ice.stringToIdentity(name)
        print(query.findObjectById(identity))
        attempt(locator.findObjectById, identity)
    for name in ("Stations", "attic"):
        attempt(locator.findAdapterById, name)
    print(query.findObjectByType("::Weather::Station"), query.findObjectByType("::Weather::Roof"))
    print(query.findObjectByTypeOnLeastLoadedNode("::Weather::Station", IceGrid.LoadSample.LoadSample5))
    print(query.findAllObjectsByType("::Weather::Station"))
    print(query.findAllReplicas(c.stringToProxy("stations@Stations")))
    print(registry.getSessionTimeout())
    print(query.ice_ids(), registry.ice_isA("::IceGrid::Registry"), query.ice_id())
    attempt(query.ice_facet("attic").ice_ping)
    attempt(c.stringToProxy("nobody:tcp -h 127.0.0.1 -p 17501").ice_ping)
    attempt(IceGrid.AdminPrx.uncheckedCast(query).getAllServerIds)


def sessions(c):
    """What somebody with a session allocates."""
    registry = IceGrid.LocatorPrx.checkedCast(c.getDefaultLocator()).getLocalRegistry()
    attempt(registry.createSession, "ann", "wrong")
    session = registry.createSession("bob", "stamp")
    session.keepAlive()
    session.setAllocationTimeout(250)
    camera = session.allocateObjectByType("::Weather::Camera")
    print(camera)
    attempt(session.allocateObjectById, Ice.stringToIdentity("camera/summit"))
    attempt(session.allocateObjectById, Ice.stringToIdentity("camera/attic"))
    attempt(session.allocateObjectByType, "::Weather::Roof")
    session.releaseObject(camera.ice_getIdentity())
    attempt(session.releaseObject, camera.ice_getIdentity())
    session.destroy()


def dynamic(c):
    """What an adapter that no server was deployed for says, and what it may not say."""
    registry = c.getDefaultLocator().getRegistry()
    c.getProperties().setProperty("Loft.AdapterId", "Loft")
    c.getProperties().setProperty("Loft.ReplicaGroupId", "Lofts")
    c.getProperties().setProperty("Loft.Endpoints", "tcp -h 127.0.0.1 -t 5000:udp -h 127.0.0.1:ws -h 127.0.0.1 -r /loft")
    adapter = c.createObjectAdapter("Loft")
    adapter.addWithUUID(Watcher())
    adapter.activate()
    dummy = c.stringToProxy("dummy:tcp -h 127.0.0.1 -p 9:ssl -h localhost -p 10 -t infinite -z")
    registry.setAdapterDirectProxy("Shed", dummy)
    registry.setAdapterDirectProxy("Shed", None)
    attempt(registry.setReplicatedAdapterDirectProxy, "Station-harbor", "Sheds", dummy)
    attempt(registry.setServerProcessProxy, "nobody", Ice.ProcessPrx.uncheckedCast(dummy))
    adapter.destroy()


def administer(c):
    """What an administrator reads and sets from far."""
    registry = IceGrid.LocatorPrx.checkedCast(c.getDefaultLocator()).getLocalRegistry()
    session = registry.createAdminSession("ann", "letter")
    admin = session.getAdmin()
    template = session.getAdminCallbackTemplate()
    print(template, session.getReplicaName())
    node = admin.getNodeAdmin("bench")
    metrics = IceMX.MetricsAdminPrx.uncheckedCast(node, "Metrics")
    print(metrics.getMetricsViewNames())
    view, when = metrics.getMetricsView("All")
    print(when, {k: [type(m).__name__ for m in v] for k, v in view.items()})
    attempt(metrics.getMetricsView, "None")
    metrics.disableMetricsView("All")
    print(metrics.getMetricsViewNames())
    metrics.enableMetricsView("All")
    print(metrics.getMapMetricsFailures("All", "Connection"), metrics.getMetricsFailures("All", "Invocation", "x"))
    props = Ice.PropertiesAdminPrx.uncheckedCast(admin.getServerAdmin("station-harbor"), "Properties")
    print(props.getProperty("Ice.Warn.Connections"), props.getProperty("None"))
    props.setProperties({"Ice.Trace.Network": "1", "Weather.Roof": "flat", "Ice.Warn.Connections": ""})
    print(props.getPropertiesForPrefix("Weather"), props.getPropertiesForPrefix("Ice.Trace"))
    logger = Ice.LoggerAdminPrx.uncheckedCast(admin.getServerAdmin("station-harbor"), "Logger")
    print(logger.getLog([Ice.LogMessageType.WarningMessage, Ice.LogMessageType.TraceMessage], ["Network"], 3))
    process = Ice.ProcessPrx.uncheckedCast(admin.getServerAdmin("station-harbor"), "Process")
    process.writeMessage("somebody looks at you", 1)
    attempt(session.setObserversByIdentity, *[Ice.Identity(n, "lab") if n != "nodes" else Ice.Identity() for n in ("registries", "nodes", "applications", "adapters", "objects")])
    print(session.startUpdate())
    admin.addObjectWithType(c.stringToProxy("roof/garden:tcp -h 127.0.0.1 -p 9"), "::Weather::Roof")
    attempt(admin.addObjectWithType, c.stringToProxy("roof/garden -o -e 1.0:tcp -h 127.0.0.1 -p 9"), "::Weather::Roof")
    admin.updateObject(c.stringToProxy("roof/garden -t -f grass @ Loft"))
    session.finishUpdate()
    attempt(session.finishUpdate)
    update = IceGrid.ApplicationUpdateDescriptor(name="Weather", description=IceGrid.BoxedString("Stations, and their mail"), variables={"colour": "grey"},
                                                 removeVariables=["none"], nodes=[IceGrid.NodeUpdateDescriptor(name="bench", loadFactor=IceGrid.BoxedString("1.5"))])
    attempt(admin.updateApplicationWithoutRestart, update)
    attempt(admin.instantiateServer, "Weather", "bench", IceGrid.ServerInstanceDescriptor("Station", {"place": "polder", "start": "manual"}, IceGrid.PropertySetDescriptor(), {}))
    print(admin.getServerInfo("station-polder").uuid)
    iterator = session.openServerStdOut("station-harbor", 5)
    print(iterator.read(300))
    iterator.destroy()
    attempt(session.openServerLog, "Mail", "/none", 3)
    session.destroy()


def mail(c):
    """What publishers and subscribers say to IceStorm."""
    topics = IceStorm.TopicManagerPrx.checkedCast(c.stringToProxy("Post/TopicManager:tcp -h 127.0.0.1 -p 17504"))
    storms = topics.create("storms")
    attempt(topics.retrieve, "floods")
    news = topics.create("news")
    news.link(storms, 5)
    attempt(news.link, storms, 7)
    print(topics.retrieveAll(), news.getLinkInfoSeq())
    c.getProperties().setProperty("Watcher.PublishedEndpoints", "tcp -h 127.0.0.1 -p 17507")
    adapter = c.createObjectAdapterWithEndpoints("Watcher", "tcp -h 127.0.0.1 -p 17407")
    ordered = adapter.add(Watcher(), Ice.Identity("ordered", "watchers"))
    oneway = adapter.add(Watcher(), Ice.Identity("oneway", "watchers")).ice_oneway()
    batch = adapter.add(Watcher(), Ice.Identity("batch", "watchers")).ice_batchOneway()
    adapter.activate()
    storms.subscribeAndGetPublisher({"reliability": "ordered", "retryCount": "2"}, ordered)
    print(storms.subscribeAndGetPublisher({}, oneway))
    news.subscribeAndGetPublisher(None, batch)
    attempt(news.subscribeAndGetPublisher, {}, batch)
    attempt(storms.subscribeAndGetPublisher, {"reliability": "none"}, oneway.ice_identity(Ice.Identity("other", "watchers")))
    print(storms.getSubscribers(), news.getName(), news.getNonReplicatedPublisher())
    publisher = Weather.WatcherPrx.uncheckedCast(storms.getPublisher())
    publisher.changed("summit", reading(1, 5, -7.5, 690.1, 93, Weather.Sky.Snow))
    publisher.noted("harbor", Weather.Warning("ann", "storm tide", None, Weather.Sky.Rain, NOW + DAY))
    publisher.ice_oneway().changed("harbor", reading(1, 6, 11.25, 987.6, 88, Weather.Sky.Rain), context={"urgent": "yes"})
    far = Weather.WatcherPrx.uncheckedCast(news.getPublisher()).ice_batchOneway()
    first = Weather.Note("bob", "ferry leaves late", None)
    far.noted("polder", first)
    far.noted("polder", Weather.Note("ann", "ferry does not leave", first), {"cost": "3", "from": "bob"})
    far.changed("polder", reading(2, 0, 3.125, 1001, 100, Weather.Sky.Clouds))
    far.ice_flushBatchRequests()
    time.sleep(1.5)
    news.unlink(storms)
    attempt(news.unlink, storms)
    storms.unsubscribe(ordered)
    news.destroy()


def files(c):
    """What is asked about files that may not be there."""
    server = IcePatch2.FileServerPrx.uncheckedCast(c.stringToProxy("IcePatch2/server:tcp -h 127.0.0.1 -p 17503"))
    print(server.getLargeFileInfoSeq(7), len(server.getChecksum()))
    attempt(server.getFileInfoSeq, 256)
    attempt(server.getLargeFileInfoSeq, -1)
    print(server.getFileCompressed("list.txt", 0, 20), server.getLargeFileCompressed("maps/heights", 10, 60))
    attempt(server.getLargeFileCompressed, "attic", 0, 1)
    attempt(server.getFileCompressed, "../attic", 0, 1)
    server.ice_ping()


def station(c):
    """What is said to a station behind a router."""
    router = Glacier2.RouterPrx.uncheckedCast(c.stringToProxy("Door/router:tcp -h 127.0.0.1 -p 17506"))
    attempt(router.createSession, "ann", "stamp")
    print(router.createSession("ann", "letter"))
    c.setDefaultRouter(router)
    category = router.getCategoryForClient()
    print(router.getServerProxy(), router.getSessionTimeout(), router.getACMTimeout())
    adapter = c.createObjectAdapterWithRouter("Callbacks", router)
    watcher = adapter.add(Watcher(), Ice.Identity("mine", category))
    adapter.activate()
    station = Weather.StationPrx.uncheckedCast(c.stringToProxy("station/harbor @ Station-harbor"))
    station.watch(Weather.WatcherPrx.uncheckedCast(watcher))
    print(station.where(), station.neighbors(1), station.neighbors(9))
    for r in (reading(0, 7, 4.5), reading(0, 13, 17.0, 1009.5, 41, Weather.Sky.Clouds), reading(3, 9, -0.5, 998.75, 99, Weather.Sky.Snow)):
        station.report(r, {"by": "ann"})
    attempt(station.report, reading(3, 8, 100))
    print(station.latest(0))
    attempt(station.latest, 77)
    print(station.history(), station.history(Weather.Sky.Snow), station.history(most=1))
    attempt(station.average)
    attempt(station.average, Weather.Sky.Rain)
    note = Weather.Warning("ann", "roof is icy", Weather.Note("bob", "the gauge leaks", None), Weather.Sky.Snow, NOW + 5 * DAY, "roof")
    station.annotate(note)
    loop = Weather.Note("ann", "see above", None)
    loop.before = Weather.Warning("bob", "see below", None, Weather.Sky.Clear)
    station.annotate(loop)
    print(station.notes().before.text)
    print(len(station.camera(16, 12)), len(station.camera(0, 9)))
    attempt(station.camera, 300, 200)
    attempt(Weather.StationPrx.uncheckedCast(station, "old").where)
    attempt(Weather.StationPrx.uncheckedCast(c.stringToProxy("attic:tcp -h 127.0.0.1 -p 9")).where)
    many = station.ice_batchOneway()
    many.annotate(Weather.Note("ann", "roof is swept", None))
    many.annotate(Weather.Warning("bob", "", None, Weather.Sky.Clouds, area="yard"))
    many.ice_flushBatchRequests()
    station.ice_ping()
    router.refreshSession()
    time.sleep(0.3)
    router.destroySession()


with Ice.initialize(["--Ice.Default.Locator=" + LOCATOR, "--Ice.Default.Host=127.0.0.1"]) as communicator:
    globals()[sys.argv[1]](communicator)

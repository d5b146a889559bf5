import com.sun.jdi.*;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.*;
import com.sun.jdi.request.*;
import java.util.List;
import java.util.Map;

// Inspector asks a virtual machine for what jdb does not.
public class Inspector {
	private final VirtualMachine vm;
	private final EventRequestManager requests;

	Inspector(VirtualMachine vm) {
		this.vm = vm;
		requests = vm.eventRequestManager();
	}

	// asked is what may be refused.
	interface Asked { Object now() throws Exception; }

	static void ask(Asked asked) {
		try {
			asked.now();
		} catch (Exception e) {
			System.out.println(e);
		}
	}

	// next waits for an event of a kind and lets all others go.
	<T extends Event> T next(Class<T> kind) throws InterruptedException {
		for (;;) {
			EventSet set = vm.eventQueue().remove(5000);
			if (set == null)
				return null;
			for (Event e : set)
				if (kind.isInstance(e))
					return kind.cast(e);
			set.resume();
		}
	}

	static Method method(ReferenceType type, String name) { return type.methodsByName(name).get(0); }

	void start() throws Exception {
		ask(() -> next(VMStartEvent.class).thread().threadGroup().name());
		ask(() -> vm.version() + vm.description() + vm.canPopFrames());
		ask(() -> ((PathSearchingVirtualMachine) vm).classPath());
		ask(() -> vm.classesByName("java.lang.Integer").get(0).modifiers());
		vm.dispose();
	}

	void shelf() throws Exception {
		ClassPrepareRequest loaded = requests.createClassPrepareRequest();
		loaded.addClassFilter("*Book");
		loaded.addSourceNameFilter("Shelf.*");
		loaded.addCountFilter(1);
		loaded.enable();
		ClassType shelf = (ClassType) vm.classesByName("Shelf").get(0);
		ask(() -> shelf.sourceDebugExtension());
		ask(() -> shelf.majorVersion() + "." + shelf.constantPoolCount());
		ask(() -> shelf.module().name() + shelf.module().classLoader());
		BreakpointRequest stop = requests.createBreakpointRequest(method(shelf, "weigh").location());
		stop.addCountFilter(2);
		stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
		stop.enable();
		ask(() -> next(ClassPrepareEvent.class).referenceType());
		vm.resume();
		ThreadReference thread = next(BreakpointEvent.class).thread();
		StackFrame frame = thread.frame(0);
		Location line = frame.location();
		ObjectReference book = (ObjectReference) frame.getArgumentValues().get(0);
		ClassType type = (ClassType) book.referenceType();
		ask(() -> line.method().bytecodes().length + line.method().allLineLocations().size());
		ask(() -> type.superclass().allInterfaces());
		ask(() -> book.getValues(type.allFields()));
		ask(() -> shelf.getValues(shelf.fields()));
		ask(() -> { frame.setValue(frame.visibleVariableByName("unit"), vm.mirrorOf('\u00b5')); return null; });
		ask(() -> { book.setValue(type.fieldByName("number"), vm.mirrorOf(-5L)); return null; });
		ask(() -> { book.setValue(type.fieldByName("shelf"), vm.mirrorOf((byte) 9)); return null; });
		ask(() -> { book.setValue(type.fieldByName("next"), null); return null; });
		StringReference name = vm.mirrorOf("Grün & Söhne");
		ask(() -> { ((ArrayReference) book.getValue(type.fieldByName("authors"))).setValue(1, name); return null; });
		ask(() -> { ((ArrayReference) book.getValue(type.fieldByName("prices"))).setValues(List.of(vm.mirrorOf(0.5), vm.mirrorOf(7e5))); return null; });
		ask(() -> ((ArrayType) shelf.fieldByName("table").type()).newInstance(3));
		ask(() -> book.invokeMethod(thread, method(type, "price"), List.of(vm.mirrorOf(11)), ObjectReference.INVOKE_SINGLE_THREADED));
		ask(() -> type.newInstance(thread, method(type, "<init>"), List.of(name, vm.mirrorOf(1L << 40), vm.mirrorOf(120), vm.mirrorOf(-0.5f),
				book.getValue(type.fieldByName("authors"))), 0));
		InterfaceType priced = (InterfaceType) vm.classesByName("Shelf$Priced").get(0);
		ask(() -> priced.invokeMethod(thread, method(priced, "currency"), List.of(), 0));
		ask(() -> { vm.mirrorOf(true); name.disableCollection(); name.enableCollection(); return name.isCollected(); });
		ask(() -> book.referringObjects(4));
		ask(() -> type.instances(0));
		ask(() -> java.util.Arrays.toString(vm.instanceCounts(List.of(type, shelf))));
		ask(() -> shelf.invokeMethod(thread, method(shelf, "weigh"), List.of(book, vm.mirrorOf(true), vm.mirrorOf('k')), 0));
		ask(() -> { vm.setDefaultStratum("Java"); return vm.description(); });
		MethodEntryRequest enter = requests.createMethodEntryRequest();
		enter.addClassFilter(type);
		enter.addCountFilter(1);
		enter.enable();
		MethodExitRequest exit = requests.createMethodExitRequest();
		exit.addClassFilter(shelf);
		exit.addThreadFilter(thread);
		exit.addCountFilter(1);
		exit.enable();
		ask(() -> { thread.forceEarlyReturn(vm.mirrorOf(77)); return null; });
		thread.resume();
		ask(() -> next(MethodExitEvent.class).returnValue());
		vm.resume();
		ask(() -> next(MethodEntryEvent.class).location().method().isObsolete());
		ExceptionRequest thrown = requests.createExceptionRequest(null, true, true);
		thrown.addInstanceFilter(book);
		thrown.addClassExclusionFilter("java.*");
		thrown.enable();
		ask(() -> { thread.stop(vm.allThreads().get(0)); return null; });
		vm.resume();
		ask(() -> next(ExceptionEvent.class));
		vm.exit(3);
	}

	void kitchen() throws Exception {
		vm.suspend();
		for (ThreadReference t : vm.allThreads().subList(0, 1)) {
			ask(() -> t.name() + t.status() + t.suspendCount() + t.threadGroup().name());
			ask(() -> t.ownedMonitorsAndFrames());
			ask(() -> t.currentContendedMonitor());
		}
		ask(() -> vm.topLevelThreadGroups().get(0).threadGroups());
		ask(() -> vm.allModules().size());
		ClassType kitchen = (ClassType) vm.classesByName("Kitchen").get(0);
		ObjectReference stove = (ObjectReference) kitchen.getValue(kitchen.fieldByName("stove"));
		ask(() -> stove.owningThread() + "" + stove.entryCount() + stove.waitingThreads());
		ask(() -> kitchen.classObject().reflectedType());
		MonitorWaitRequest waits = requests.createMonitorWaitRequest();
		waits.enable();
		MonitorContendedEnterRequest enters = requests.createMonitorContendedEnterRequest();
		enters.enable();
		MonitorContendedEnteredRequest entered = requests.createMonitorContendedEnteredRequest();
		entered.enable();
		MonitorWaitedRequest waited = requests.createMonitorWaitedRequest();
		waited.enable();
		ThreadDeathRequest ends = requests.createThreadDeathRequest();
		ends.enable();
		ModificationWatchpointRequest eaten = requests.createModificationWatchpointRequest(kitchen.fieldByName("meals"));
		eaten.enable();
		vm.resume();
		for (Class<? extends Event> kind : List.of(MonitorWaitEvent.class, MonitorWaitedEvent.class, ModificationWatchpointEvent.class, ThreadDeathEvent.class)) {
			ask(() -> next(kind));
			vm.resume();
		}
		requests.deleteAllBreakpoints();
		requests.deleteEventRequests(List.of(waits, enters, entered, waited, eaten));
		vm.dispose();
	}

	// again looks once more, at one that has been let go.
	void again() throws Exception {
		List<ThreadReference> threads = vm.allThreads();
		look(threads.get(0));
		threads.get(2).interrupt();
		vm.exit(-1);
	}

	void look(ThreadReference t) {
		t.suspend();
		ask(() -> t.frameCount());
		ask(() -> t.frames(0, 2));
		ask(() -> t.frames(40, 50));
		ask(() -> t.frame(0).location().sourceName());
		t.resume();
	}

	public static void main(String[] args) throws Exception {
		AttachingConnector socket = Bootstrap.virtualMachineManager().attachingConnectors().stream()
				.filter(c -> c.name().equals("com.sun.jdi.SocketAttach")).findFirst().get();
		Map<String, Connector.Argument> where = socket.defaultArguments();
		where.get("hostname").setValue("127.0.0.1");
		where.get("port").setValue(args[0]);
		Inspector inspector = new Inspector(socket.attach(where));
		switch (args[1]) {
		case "start" -> inspector.start();
		case "shelf" -> inspector.shelf();
		case "kitchen" -> inspector.kitchen();
		case "again" -> inspector.again();
		}
	}
}

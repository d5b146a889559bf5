// Kitchen has threads that wait for each other.
public class Kitchen {
	static final Object stove = new Object();
	static volatile int meals;
	int plates = 2;

	synchronized int serve(String who, int wanted) throws InterruptedException {
		while (plates < wanted) {
			wait(250);
			plates++;
		}
		plates -= wanted;
		return plates;
	}

	static void cook(Kitchen k, int meal) {
		synchronized (stove) {
			try {
				Thread.sleep(30);
				meals += k.serve(Thread.currentThread().getName(), meal);
			} catch (InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		}
	}

	public static void main(String[] args) throws Exception {
		Thread.sleep(Long.getLong("wait", 0));
		Kitchen k = new Kitchen();
		ThreadGroup cooks = new ThreadGroup("cooks");
		Thread[] all = new Thread[3];
		for (int i = 0; i < all.length; i++) {
			int meal = i + 1;
			all[i] = new Thread(cooks, "cook-" + i) {
				public void run() { cook(k, meal); }
			};
			all[i].setDaemon(i == 2);
		}
		synchronized (stove) {
			for (Thread t : all)
				t.start();
			Thread.sleep(100);
		}
		for (Thread t : all)
			t.join();
		idle();
	}

	static void idle() throws InterruptedException {
		for (int n = 0; n < 400; n++) {
			Thread.sleep(50);
		}
	}
}

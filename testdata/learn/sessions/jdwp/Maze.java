import java.util.function.IntUnaryOperator;

// Maze has recursion and watched fields.
public class Maze {
	enum Way { NORTH, EAST }

	record Step(Way way, int length) {}

	private int depth;
	private Step last;
	static String note = "start";

	int walk(int n, Step step) {
		depth = n;
		last = step;
		if (n <= 0)
			return step.length();
		return walk(n - 1, new Step(Way.values()[n % 2], step.length() * 3)) + depth;
	}

	static int apply(IntUnaryOperator f, int... numbers) {
		int sum = 0;
		for (int n : numbers)
			sum += f.applyAsInt(n);
		return sum;
	}

	public static void main(String[] args) throws Exception {
		Thread.sleep(Long.getLong("wait", 0));
		Maze m = new Maze();
		int far = m.walk(3, new Step(Way.EAST, 7));
		note = "far " + far;
		int other = apply(new IntUnaryOperator() {
			public int applyAsInt(int n) { return n * n - far; }
		}, 1, 2, 30);
		System.out.println(note + other);
		Class.forName("Maze$Trap").getDeclaredConstructor().newInstance();
	}

	static class Trap {
		static { note = "trap"; }

		Trap() { throw new IllegalStateException("caught in " + note); }
	}
}

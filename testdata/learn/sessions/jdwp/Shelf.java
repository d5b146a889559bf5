import java.util.ArrayList;
import java.util.List;

// Shelf has books, which have values of all types.
public class Shelf {
	interface Priced {
		double price(int copies);

		static String currency() { return "EUR"; }
	}

	static abstract class Item implements Priced {
		protected final String title;
		long number;

		Item(String title, long number) {
			this.title = title;
			this.number = number;
		}
	}

	static class Book extends Item {
		short pages;
		byte shelf = -3;
		char letter = 'ß';
		float weight;
		boolean lent;
		int[] lines = {3, 1, 4, 1, 5};
		double[] prices = {9.5, 12.25};
		String[] authors;
		Book next;

		Book(String title, long number, int pages, float weight, String... authors) {
			super(title, number);
			this.pages = (short) pages;
			this.weight = weight;
			this.authors = authors;
		}

		public double price(int copies) {
			double sum = 0;
			for (double p : prices) {
				sum += p * copies;
			}
			return sum / prices.length;
		}

		public String toString() { return title + " (" + pages + ")"; }
	}

	static class BadShelf extends Exception {
		final int where;

		BadShelf(int where, String message) {
			super(message);
			this.where = where;
		}
	}

	static int count;
	static final String OWNER = "library of Zürich";
	static List<Book> books = new ArrayList<>();
	static long[][] table = {{1, 2}, {3}};

	static <T extends Item> T add(List<? super T> to, T what) {
		to.add(what);
		count++;
		return what;
	}

	static int weigh(Book book, boolean twice, char unit) throws BadShelf {
		int grams = (int) (book.weight * 1000);
		if (twice) {
			int more = grams;
			grams += more;
		}
		if (grams > 3000)
			throw new BadShelf(book.shelf, "too heavy: " + unit);
		return grams;
	}

	public static void main(String[] args) throws InterruptedException {
		Thread.sleep(Long.getLong("wait", 0));
		Book first = add(books, new Book("Heidi", 9783257005196L, 352, 0.41f, "Spyri"));
		Book second = add(books, new Book("Atlas", 42, 1200, 3.9f, "Dufour", "Siegfried"));
		second.next = first;
		long total = 0;
		for (Book b : books) {
			try {
				total += weigh(b, b.pages > 300, 'g');
			} catch (BadShelf e) {
				System.out.println(e.getMessage() + " at " + e.where);
				b.lent = true;
			}
		}
		count += args.length;
		System.out.println(total + " " + first.price(2) + Priced.currency());
		Object nothing = null;
		nothing.hashCode();
	}
}

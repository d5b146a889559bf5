struct Item { 1: i32 id, 2: string name, 3: double price, 4: bool sold, 5: list<string> tags, 6: optional i64 since, 7: map<string, i32> stock }
exception NotFound { 1: string what, 2: i16 code }
service Store {
  i32 add(1: Item item),
  Item get(1: i32 id) throws (1: NotFound missing),
  list<Item> find(1: string word, 2: i16 most, 3: bool newest),
  void ping(),
  oneway void note(1: string text, 2: byte level),
}

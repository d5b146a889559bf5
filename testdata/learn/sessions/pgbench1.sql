\set n random(1, 4)
\set p random(100, 9999)
SELECT id, name, price FROM tools WHERE id = :n;
UPDATE tools SET weight = :p / 1000.0 WHERE id = :n;

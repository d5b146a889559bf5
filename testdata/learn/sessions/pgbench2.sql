\set n random(1, 1000000)
SELECT :n::int AS a, (:n * 3)::text AS b;

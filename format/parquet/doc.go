// Package parquet writes messages, events and losses as the rows of a table, in the columns of the
// Parquet format, for engines such as DuckDB, ClickHouse, Spark and Trino. docs/tables.md
// describes the columns.
//
// A file has its rows in groups, which are written when they are large enough: neither the
// Writer nor who reads has to keep a whole file.
package parquet

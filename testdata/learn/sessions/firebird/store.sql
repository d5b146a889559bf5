create database '127.0.0.1/3050:store' user 'sysdba' password 'masterkey' page_size 8192 default character set utf8;
create table goods (id integer not null primary key, name varchar(24) not null, code char(6) character set ascii, cost numeric(9,2) check (cost > 0),
  weight double precision, ratio float, many bigint, shelf smallint default 3, fresh boolean, made date, opened time, changed timestamp,
  notes blob sub_type text, picture blob, seal char(4) character set octets);
create sequence numbers;
set term ^;
create procedure half (amount integer) returns (less integer, more integer) as begin less = amount / 2; more = amount - less; suspend; end^
create trigger goods_new for goods before insert as begin post_event 'goods'; end^
set term ;^
commit;
insert into goods values (1, 'bolt', 'B-0001', 0.35, 0.0121, 1.5, 120000, 4, true, '2023-11-05', '08:30:00', '2024-01-31 17:45:12.1250', 'zinc plated', null, x'00c1ffee');
insert into goods (id, name, code, cost, made, fresh) values (70000, 'Größe M', 'G-77', 1999.99, '1901-02-03', false);
commit;
select * from goods;

# What a logger of temperatures and a keeper of switches ask by OWNet: some over one connection, others over one each.
use OWNet;

my $owserver = OWNet->new('localhost:4304 -v -F') or die;
print $owserver->dir('/'), "\n";
for my $sensor ('/10.000010EF0000', '/28.000028D70100', '/26.000026D90400', '/99.123456789ABC') {
	next unless $owserver->present($sensor);
	print $owserver->read("$sensor/temperature"), ' ', $owserver->read("$sensor/type"), "\n";
}
$owserver->write('/29.000029D60200/PIO.3', '1');
$owserver->write('/29.000029D60200/PIO.BYTE', '170');
$owserver->write('/12.000012ED0700/alias', 'door');
print $owserver->read('/door/sensed.BYTE'), $owserver->read('/23.000023DC0800/memory', 16, 32), "\n";
$owserver->write('/23.000023DC0800/memory', pack('C*', 1 .. 24), 64);
print OWNet::read('localhost:4304', '/1D.00001DE20300/counters.A'), OWNet::dir('localhost:4304 -p', '/3A.00003AC50B00'), "\n";
OWNet::write('localhost:4304', '/26.000026D90400/no_such_thing', '5');

# A subagent of a shop, by Perl: names and prices of what it sells, which can be written, in a tree that it walks by itself.
use strict;
use NetSNMP::agent (':all');
use NetSNMP::ASN (':all');
use NetSNMP::OID;

my $agent = NetSNMP::agent->new(Name => 'shop', AgentX => 1); # before anything else, or it has another name
my $base = '.1.3.6.1.4.1.8072.9999.18';
my %value = (
	"$base.1.1" => [ASN_OCTET_STR, 'tea, black'], "$base.1.2" => [ASN_OCTET_STR, "caf\xc3\xa9"], "$base.1.70000" => [ASN_OCTET_STR, join ' ', map { "item$_" } 1 .. 9],
	"$base.2.1" => [ASN_INTEGER, 349], "$base.2.2" => [ASN_INTEGER, -1], "$base.2.70000" => [ASN_GAUGE, 2147483648],
	"$base.3.0" => [ASN_COUNTER64, '1099511627776'], "$base.4.0" => [ASN_IPADDRESS, pack 'C4', 203, 0, 113, 9], "$base.5.0" => [ASN_OBJECT_ID, '.1.3.6.1.4.1.8072.3.2.10'],
);
my @order = sort { my ($m, $n) = map { NetSNMP::OID->new($_) } $a, $b; $m <=> $n } keys %value;

sub answer {
	my ($handler, $registration, $info, $request) = @_;
	my $mode = $info->getMode();
	for (; $request; $request = $request->next()) {
		my $oid = $request->getOID();
		my ($at) = grep { NetSNMP::OID->new($_) == $oid } @order;
		if ($mode == MODE_GET) {
			$request->setValue(@{$value{$at}}) if defined $at;
		} elsif ($mode == MODE_GETNEXT) {
			my ($next) = grep { NetSNMP::OID->new($_) > $oid } @order;
			next unless defined $next;
			$request->setOID($next);
			$request->setValue(@{$value{$next}});
		} elsif ($mode == MODE_SET_RESERVE1) {
			if (!defined $at) { $request->setError($info, SNMP_ERR_NOCREATION) }
			elsif ($at =~ /\.[345]\.0$/) { $request->setError($info, SNMP_ERR_NOTWRITABLE) }
		} elsif ($mode == MODE_SET_ACTION) {
			my $new = $request->getValue();
			$new =~ s/^"|"$//g;
			$value{$at}[1] = $new if defined $at;
		}
	}
}

$agent->register('shop', $base, \&answer);
my $open = 1;
$SIG{TERM} = sub { $open = 0 };
$agent->agent_check_and_process(1) while $open;
$agent->shutdown();

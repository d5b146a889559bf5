# What clients said for dicom.pcapng, of a server with a worklist of three patients:
#
#   wlmscpfs -dfp worklists 11113 &
#   relay -w dicom.pcapng --listen tcp:127.0.0.1:11114 --to tcp:127.0.0.1:11113 --name @dicom -- sh dicom.sh

for i in 1 2 3 4; do
echoscu -aet CLIENT$i -aec CLINIC 127.0.0.1 11114
for name in '' 'M*' 'Weber^Anna'; do
findscu -W -aet CLIENT$i -aec CLINIC -k PatientName="$name" -k PatientID -k PatientSex \
	-k 'ScheduledProcedureStepSequence[0].Modality' -k 'ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate' 127.0.0.1 11114
done
done

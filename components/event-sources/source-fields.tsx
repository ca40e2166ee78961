import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { PARTITIONINGS } from '#server/domain/trail-sources/source-settings.ts'
import { PARTITIONING_OPTIONS, type SourceForm } from './source-form.ts'

type Props = { form: SourceForm; set: (patch: Partial<SourceForm>) => void }

function Files({ form, set, hint, required }: Props & { hint: string; required?: boolean }) {
  return (
    <Field
      id="source-files"
      label="Where the log files are"
      placeholder="s3://company-cloudtrail/"
      value={form.files}
      required={required}
      className="num"
      hint={hint}
      onChange={(event) => set({ files: event.target.value })}
    />
  )
}

function Athena({ form, set }: Props) {
  return (
    <>
      <div className="grid grid-cols-1 gap-1">
        <label htmlFor="source-partitioning" className="font-medium">
          Partitions by day
        </label>
        <Select
          id="source-partitioning"
          value={form.partitioning}
          options={PARTITIONING_OPTIONS}
          onChange={(value) => set({ partitioning: PARTITIONINGS.find((one) => one === value) ?? 'none' })}
        />
      </div>
      {form.partitioning === 'day' && (
        <Field
          id="source-day-column"
          label="The column"
          value={form.dayColumn}
          className="num"
          onChange={(event) => set({ dayColumn: event.target.value })}
        />
      )}
      <Field
        id="source-workgroup"
        label="Workgroup"
        value={form.workgroup}
        className="num"
        hint="A limit of bytes for each query that it has holds besides the one given here."
        onChange={(event) => set({ workgroup: event.target.value })}
      />
      <Field
        id="source-output"
        label="Where answers are written"
        placeholder="s3://company-athena-results/"
        value={form.output}
        className="num"
        hint="Left empty, the workgroup’s own place: then permit that to be written to as well."
        onChange={(event) => set({ output: event.target.value })}
      />
      <Files form={form} set={set} hint="With it, files are measured before a query runs." />
    </>
  )
}

/** What a source of this kind needs to be told besides its address. */
export function SourceFields({ form, set }: Props) {
  if (form.kind === 'athena') return <Athena form={form} set={set} />
  return (
    <>
      {form.kind === 'file-queue' && (
        <Files form={form} set={set} required hint="Files elsewhere are not read, whatever a message says." />
      )}
      {(form.kind === 'bucket' || form.kind === 'metric-stream') && (
        <Field
          id="source-back-days"
          label="Days to read back"
          type="number"
          min={0}
          max={form.kind === 'bucket' ? 3650 : 15}
          value={form.backDays}
          hint="From then on, what arrives. Nobody is alerted of what is older than a day."
          onChange={(event) => set({ backDays: event.target.value })}
        />
      )}
      <Field
        id="source-key"
        label="ARN of the KMS key, where it is encrypted with one of your own"
        placeholder="arn:aws:kms:…"
        value={form.keyArn}
        className="num"
        onChange={(event) => set({ keyArn: event.target.value })}
      />
    </>
  )
}

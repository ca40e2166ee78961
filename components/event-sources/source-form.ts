import type { SourceKind } from '#server/domain/trail-sources/source-kind.ts'
import { PARTITIONINGS } from '#server/domain/trail-sources/source-settings.ts'

/** What is typed of a new source: all text, whatever its kind needs of it. */
export type SourceForm = {
  kind: SourceKind
  name: string
  address: string
  accountId: string
  region: string
  files: string
  keyArn: string
  backDays: string
  workgroup: string
  output: string
  partitioning: (typeof PARTITIONINGS)[number]
  dayColumn: string
}

export const NEW_SOURCE: Omit<SourceForm, 'accountId' | 'region'> = {
  kind: 'event-queue',
  name: '',
  address: '',
  files: '',
  keyArn: '',
  backDays: '7',
  workgroup: 'primary',
  output: '',
  partitioning: 'none',
  dayColumn: 'timestamp',
}

const filled = (entries: Record<string, string>) =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value.trim() !== ''))

const SETTINGS: Record<SourceKind, (form: SourceForm) => Record<string, unknown>> = {
  'event-queue': ({ keyArn }) => filled({ keyArn }),
  'file-queue': ({ files, keyArn }) => filled({ files, keyArn }),
  bucket: ({ keyArn, backDays }) => ({ ...filled({ keyArn }), backDays: Number(backDays) }),
  'metric-stream': ({ keyArn, backDays }) => ({
    ...filled({ keyArn }),
    backDays: Math.min(Number(backDays), 15),
  }),
  athena: ({ workgroup, output, files, partitioning, dayColumn }) => ({
    ...filled({ workgroup, output, files, dayColumn }),
    partitioning,
  }),
  'event-data-store': ({ keyArn }) => filled({ keyArn }),
}

/** The form as the API takes it. */
export function draftOf(form: SourceForm) {
  const { kind, name, address, accountId, region } = form
  return {
    kind,
    name: name.trim(),
    address: address.trim(),
    accountId,
    ...(region === '' ? {} : { region }),
    settings: SETTINGS[kind](form),
  }
}

export const PARTITIONING_OPTIONS = PARTITIONINGS.map((value) => ({
  value,
  label: {
    none: 'None: every question reads all files',
    day: 'One column, as 2026/11/20',
    'year-month-day': 'Columns year, month and day',
  }[value],
}))

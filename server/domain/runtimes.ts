/** Days (YYYY-MM-DD) on which AWS ends the support of a runtime. Null: not announced, or not settled. */
export type RuntimeSchedule = {
  /** No more patches and no more technical support. */
  deprecatedOn: string | null
  /** No function can be created with it any more. */
  createBlockedOn: string | null
  /** No function that uses it can be updated any more. */
  updateBlockedOn: string | null
}

/** Where the dates are from, and the day on which they were taken. AWS moves them: the organisation can set its own. */
export const RUNTIME_SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html'
export const RUNTIMES_TAKEN_ON = '2026-09-10'

const on = (
  deprecatedOn: string | null,
  createBlockedOn: string | null = null,
  updateBlockedOn: string | null = null,
): RuntimeSchedule => ({ deprecatedOn, createBlockedOn, updateBlockedOn })

/** AWS put off the blocks of all that was deprecated since 2024 to one day. */
const PUT_OFF = ['2027-02-01', '2027-03-03'] as const

export const RUNTIMES: ReadonlyMap<string, RuntimeSchedule> = new Map([
  ['nodejs24.x', on('2028-04-30', '2028-06-01', '2028-07-01')],
  ['nodejs22.x', on('2027-04-30', '2027-06-01', '2027-07-01')],
  ['nodejs20.x', on('2026-04-30', ...PUT_OFF)],
  ['nodejs18.x', on('2025-09-01', ...PUT_OFF)],
  ['nodejs16.x', on('2024-06-12', ...PUT_OFF)],
  ['nodejs14.x', on('2023-12-04', '2024-01-09')],
  ['nodejs12.x', on('2023-03-31', '2023-03-31', '2023-04-30')],
  ['nodejs10.x', on('2021-07-30', '2021-07-30', '2022-02-14')],
  ['nodejs8.10', on('2020-03-06', '2020-02-04', '2020-03-06')],
  ['nodejs6.10', on('2019-08-12', '2019-07-12', '2019-08-12')],
  ['nodejs4.3', on('2020-03-05', '2020-02-03', '2020-03-05')],
  ['nodejs4.3-edge', on('2020-03-05', '2019-03-31', '2019-04-30')],
  ['nodejs', on('2016-10-31', '2016-10-31', '2016-10-31')],
  ['python3.14', on('2029-06-30', '2029-07-31', '2029-08-31')],
  ['python3.13', on('2029-06-30', '2029-07-31', '2029-08-31')],
  ['python3.12', on('2028-10-31', '2028-11-30', '2029-01-10')],
  ['python3.11', on('2027-06-30', '2027-07-31', '2027-08-31')],
  ['python3.10', on('2026-10-31', '2026-11-30', '2027-01-15')],
  ['python3.9', on('2025-12-15', ...PUT_OFF)],
  ['python3.8', on('2024-10-14', ...PUT_OFF)],
  ['python3.7', on('2023-12-04', '2024-01-09')],
  ['python3.6', on('2022-07-18', '2022-07-18', '2022-08-29')],
  ['python2.7', on('2021-07-15', '2021-07-15', '2022-05-30')],
  ['java25', on('2029-06-30', '2029-07-31', '2029-08-31')],
  ['java21', on('2029-06-30', '2029-07-31', '2029-08-31')],
  ['java17', on('2027-06-30', '2027-07-31', '2027-08-31')],
  ['java11', on('2027-06-30', '2027-07-31', '2027-08-31')],
  ['java8.al2', on('2027-06-30', '2027-07-31', '2027-08-31')],
  ['java8', on('2024-01-08', '2024-02-08')],
  ['dotnet10', on('2028-11-14', '2028-12-14', '2029-01-15')],
  ['dotnet8', on('2026-11-10', ...PUT_OFF)],
  ['dotnet6', on('2024-12-20', ...PUT_OFF)],
  ['dotnetcore3.1', on('2023-04-03', '2023-04-03', '2023-05-03')],
  ['dotnetcore2.1', on('2022-01-05', '2022-01-05', '2022-04-13')],
  ['dotnetcore2.0', on('2019-05-30', '2019-04-30', '2019-05-30')],
  ['dotnetcore1.0', on('2019-06-27', '2019-06-27', '2019-07-30')],
  ['ruby3.4', on('2028-03-31', '2028-04-30', '2028-05-31')],
  ['ruby3.3', on('2027-03-31', '2027-04-30', '2027-05-31')],
  ['ruby3.2', on('2026-03-31', ...PUT_OFF)],
  ['ruby2.7', on('2023-12-07', '2024-01-09')],
  ['ruby2.5', on('2021-07-30', '2021-07-30', '2022-03-31')],
  ['go1.x', on('2024-01-08', '2024-02-08')],
  ['provided.al2023', on('2029-06-30', '2029-07-31', '2029-08-31')],
  ['provided.al2', on('2026-07-31', null, null)],
  ['provided', on('2024-01-08', '2024-02-08')],
])

/** The runtimes of a language that take the place of an older one: the newest that was settled when the table was taken. */
const SUCCESSORS: readonly (readonly [prefix: string, successor: string])[] = [
  ['nodejs', 'nodejs24.x'],
  ['python', 'python3.14'],
  ['java', 'java25'],
  ['dotnet', 'dotnet10'],
  ['ruby', 'ruby3.4'],
  ['go', 'provided.al2023'],
  ['provided', 'provided.al2023'],
]

/** The runtime to move to, or undefined for a language that is not known. */
export function successorOf(runtime: string): string | undefined {
  return SUCCESSORS.find(([prefix]) => runtime.startsWith(prefix))?.[1]
}

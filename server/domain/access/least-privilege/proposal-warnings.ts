import { isUnseen } from '#server/domain/field.ts'
import type { ProposeInput } from './propose-policy.ts'
import type { HiddenSummary } from './want-hidden.ts'
import type { ObservedSummary } from './want-observed.ts'

const MAX_NAMED = 20

type Found = {
  seen: ObservedSummary
  hidden: HiddenSummary
  ungrantedNeeds: string[]
  statements: number
}

/** What a reader must know before using a proposal. */
export function proposalWarnings(input: ProposeInput, found: Found): string[] {
  const { functions, window, lastAccessed, dataEvents, record } = input
  const { seen, hidden, ungrantedNeeds } = found
  const kept = [...hidden.notObservable].filter(([, one]) => one.kept).map(([service]) => service)
  const fallen = [...hidden.notObservable].filter(([, one]) => !one.kept).map(([service]) => service)
  const denied = [...new Set(seen.denied.map((call) => `${call.eventName} (${call.eventSource})`))]
  return [
    'Not observed is not unused: what runs once a quarter does not show in a shorter window.',
    historyWarning(window),
    functions.length > 1
      ? `${functions.length} functions share this role: the needs of all of them are in it (${listed(functions.map(({ name }) => name))}).`
      : null,
    functions.length === 0 ? 'No function runs as this role: only its calls are looked at.' : null,
    listing(kept, (names) => `The use of ${names} cannot be seen, so what is granted there today stays.`),
    listing(
      fallen,
      (names) =>
        `${names} came with a grant of everything, cannot be seen and shows no sign of use: left out. Look before you use this.`,
      Number.POSITIVE_INFINITY,
    ),
    listing(denied, (names) => `Refused calls are no reason to grant: ${names}.`),
    listing(
      [...new Set(seen.unmapped)],
      (names) => `The actions of these events are not known, so all of their services stay: ${names}.`,
    ),
    listing(
      [...new Set(seen.ungranted)],
      (names) => `Used without an identity policy that grants it, so a resource policy must: ${names}.`,
    ),
    listing(
      ungrantedNeeds,
      (names) => `The configuration needs what no policy of the role grants today: ${names}.`,
    ),
    isUnseen(lastAccessed)
      ? "IAM's last accessed details were not read: not asked for yet, or denied."
      : null,
    isUnseen(dataEvents) ? 'It is not known whether data events are recorded; taken as not recorded.' : null,
    record.permissionsBoundary.state === 'known'
      ? 'A permissions boundary limits this role further; it is not changed.'
      : null,
    found.statements === 0
      ? 'Nothing is left to grant: IAM takes no policy without statements, so remove the policies instead.'
      : null,
  ].filter((warning) => warning !== null)
}

function historyWarning({ from, completeFrom }: ProposeInput['window']): string | null {
  if (completeFrom === null) return 'The stored history of calls has gaps or is empty: calls may be missing.'
  if (Date.parse(completeFrom) <= Date.parse(from)) return null
  return `The stored history begins on ${completeFrom.slice(0, 10)} (UTC): the window is shorter than asked.`
}

function listing(names: string[], text: (names: string) => string, most = MAX_NAMED): string | null {
  return names.length === 0 ? null : text(listed(names, most))
}

function listed(names: string[], most = MAX_NAMED): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

import type { Dependency, Vulnerability } from '#server/domain/records/code-package-record.ts'
import { severityRank } from '#server/domain/severity.ts'
import { type Advisory, packageKey } from './advisory.ts'
import { matchAdvisory } from './match-advisory.ts'

/** Advisories by package, as `packageKey` writes it. */
export type Advisories = Pick<ReadonlyMap<string, readonly Advisory[]>, 'get'>

type Hit = { advisory: Advisory; fixedIn: string | null }

/** What is known of these packages' versions. One vulnerability that several databases tell of is told once. */
export function findVulnerabilities(
  dependencies: readonly Dependency[],
  advisories: Advisories,
): Vulnerability[] {
  const found = dependencies.flatMap((dependency) => {
    const { ecosystem, name, version, path } = dependency
    const hits = (advisories.get(packageKey(ecosystem, name)) ?? []).flatMap((advisory): Hit[] => {
      const affected = matchAdvisory(advisory, ecosystem, version)
      return affected ? [{ advisory, ...affected }] : []
    })
    return withoutAliases(hits).map(
      ({ advisory: { id, aliases, severity, summary }, fixedIn }): Vulnerability => ({
        id,
        aliases,
        severity,
        summary,
        ecosystem,
        name,
        version,
        fixedIn,
        path,
      }),
    )
  })
  return found.sort(
    (a, b) => severityRank(a.severity) - severityRank(b.severity) || (keyOf(a) < keyOf(b) ? -1 : 1),
  )
}

const keyOf = ({ ecosystem, name, version, id }: Vulnerability) => `${ecosystem}\n${name}\n${version}\n${id}`

/** Rated ones first; what names one that is kept already, or is named by it, adds its names to that. */
function withoutAliases(hits: readonly Hit[]): Hit[] {
  const kept: { hit: Hit; names: Set<string> }[] = []
  const inOrder = hits.toSorted(
    (a, b) =>
      Number(b.advisory.isRated) - Number(a.advisory.isRated) || (a.advisory.id < b.advisory.id ? -1 : 1),
  )
  for (const hit of inOrder) {
    const names = [hit.advisory.id, ...hit.advisory.aliases]
    const same = kept.find((one) => names.some((name) => one.names.has(name)))
    if (!same) kept.push({ hit, names: new Set(names) })
    else for (const name of names) same.names.add(name)
  }
  return kept.map(({ hit, names }) => {
    const aliases = [...names].filter((name) => name !== hit.advisory.id).sort()
    return { ...hit, advisory: { ...hit.advisory, aliases } }
  })
}

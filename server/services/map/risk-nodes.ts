import { type MapBuilder, riskLevelOf } from './map-builder.ts'

/** The node of all roles of one risk, with how many functions run as one of them. */
export function riskNode(map: MapBuilder, level: string, functions: number, href: string | null): string {
  const id = `risk:${level}`
  map.node({
    id,
    column: 'role',
    kind: 'roles',
    label:
      level === 'none'
        ? 'Roles without a finding'
        : level === 'unknown'
          ? 'Roles not known'
          : `Roles: ${level}`,
    sublabel: functions === 1 ? '1 function' : `${functions} functions`,
    count: functions,
    href,
    risk: riskLevelOf(level),
  })
  return id
}

import type { AnyCheck } from '#server/checks/define-check.ts'
import { CHECKS } from '#server/checks/index.ts'
import { SettingError } from '#server/errors.ts'
import type { AuditConfig } from './audit-config.ts'

export type ChosenCheck = { check: AnyCheck; parameters: unknown }

/**
 * The checks to evaluate: those that are named, by id or group, or those that are on by themselves or by the
 * configuration.
 * @throws SettingError where a name is neither a check's nor a group's.
 */
export function chosenChecks(config: AuditConfig, named: readonly string[]): ChosenCheck[] {
  const known = new Set(CHECKS.flatMap(({ id, group }) => [id, group as string]))
  const unknown = named.filter((name) => !known.has(name) && !name.startsWith('own-') && name !== 'own')
  if (unknown.length > 0) throw new SettingError(`There is no check ${unknown.join(', ')}.`)
  return CHECKS.flatMap((check) => {
    const setting = config.checks[check.id]
    const said = typeof setting === 'boolean' ? setting : (setting?.enabled ?? (setting ? true : undefined))
    const isOn =
      named.length > 0 ? named.includes(check.id) || named.includes(check.group) : (said ?? !check.off)
    const parameters = typeof setting === 'object' ? setting.parameters : undefined
    return isOn ? [{ check, parameters }] : []
  })
}

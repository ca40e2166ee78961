import { FRAMEWORKS } from './index.ts'

export type ControlRef = { id: string; title: string; control: string; controlTitle: string }

/** The controls of every framework under which a check or detection stands. */
export function controlsOf(ruleId: string): ControlRef[] {
  return FRAMEWORKS.flatMap(({ id, title, controls }) =>
    controls
      .filter((control) => control.checks.includes(ruleId) || control.detections.includes(ruleId))
      .map((control) => ({ id, title, control: control.id, controlTitle: control.title })),
  )
}

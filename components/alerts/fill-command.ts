import { shellWord } from '#server/domain/text.ts'
/** A rule's command for one alert: `<name>` becomes the function, and the region is said. Other placeholders stay. */
export function fillCommand(
  command: string,
  { resourceName, region }: { resourceName: string | null; region: string },
): string {
  const named = resourceName === null ? command : command.replaceAll('<name>', () => shellWord(resourceName))
  const needsRegion = named.startsWith('aws ') && !/\s--region[\s=]/.test(named) && region !== 'global'
  return needsRegion && region !== '' ? `${named} --region ${shellWord(region)}` : named
}

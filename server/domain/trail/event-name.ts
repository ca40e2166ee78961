/**
 * An event's name without the API version that Lambda, CloudFront and others hang on it:
 * UpdateFunctionCode20150331v2, CreateDistribution2020_05_31.
 */
export function plainEventName(rawName: string): string {
  const plain = rawName.replace(/(?:_?(?:19|20)\d{2}_\d{2}_\d{2}|(?:19|20)\d{6})(?:v\d+)?$/, '')
  return plain === '' ? rawName : plain
}

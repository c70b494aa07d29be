/** A name of ours as a CDK construct id, which becomes the logical id: `sweep-due-orders` → `SweepDueOrders`. */
export function constructId(name: string): string {
  return name
    .toLowerCase()
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

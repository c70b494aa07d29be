import { Typography } from 'antd'

/** How many characters of an id's end tell it from others on one screen. */
const tailLength = 6

/** An id, shortened to its prefix and end, copied whole. */
export function CopyableId({ id }: { readonly id: string }) {
  const shown = `${id.slice(0, 4)}…${id.slice(-tailLength)}`
  return (
    <Typography.Text code copyable={{ text: id }} title={id}>
      {shown}
    </Typography.Text>
  )
}

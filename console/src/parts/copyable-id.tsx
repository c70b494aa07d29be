import { Typography } from 'antd'

/** How many characters of an id's end tell it from others on one screen. */
const tailLength = 6
const wholeLengthMax = 16

/** An id, shortened to its prefix and end, copied whole. */
export function CopyableId({ id }: { readonly id: string }) {
  // What is short, such as the ids of an imported past, is shown as it is.
  const shown = id.length <= wholeLengthMax ? id : `${id.slice(0, 4)}…${id.slice(-tailLength)}`
  return (
    <Typography.Text code copyable={{ text: id }} title={id}>
      {shown}
    </Typography.Text>
  )
}

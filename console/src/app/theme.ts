import { type ThemeConfig, theme } from 'antd'

/** Pine green for what one acts on, persimmon for what deserves a look; paper and ink around them. */
export const palette = {
  light: {
    pine: '#1d5c54',
    persimmon: '#b4540a',
    ink: '#1c2422',
    paper: '#f5f4f0',
    card: '#ffffff',
    line: '#e4e2da',
    faint: '#5f6966',
    series: ['#1d5c54', '#d97a28', '#6c8fb3', '#b39b4f', '#8f6aa8', '#4e9a78', '#c25b5b'],
    chosen: '#e3eeeb',
    heat: ['#dfe9e6', '#1d5c54'],
  },
  dark: {
    pine: '#5fb3a3',
    persimmon: '#f0a868',
    ink: '#e6e9e7',
    paper: '#131716',
    card: '#1b2120',
    line: '#2e3634',
    faint: '#a0aaa7',
    series: ['#5fb3a3', '#f0a868', '#8fb0d6', '#d3bd72', '#b998cf', '#7cc4a1', '#e08585'],
    chosen: '#22332f',
    heat: ['#26352f', '#5fb3a3'],
  },
} as const

export type Palette = (typeof palette)[keyof typeof palette]

/** Latin first: the quotation marks of Chinese fonts are as wide as their characters, which tears English words apart. */
export const fontFamily =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", sans-serif'

const wantsNoMotion = window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** The component library's tokens in our colours. */
export function themeOf(isDark: boolean): ThemeConfig {
  const colours = isDark ? palette.dark : palette.light
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    // One set of class names for both appearances: only the variables differ.
    hashed: false,
    cssVar: { key: isDark ? 'dark' : 'light' },
    token: {
      colorPrimaryBg: colours.chosen,
      colorInfoBg: colours.chosen,
      colorPrimary: isDark ? '#3f9484' : colours.pine,
      colorInfo: isDark ? '#3f9484' : colours.pine,
      // The library's own red is too pale for words, in either appearance.
      colorError: isDark ? '#ff8f8f' : '#c4342f',
      colorLink: colours.pine,
      colorBgLayout: colours.paper,
      colorBgContainer: colours.card,
      colorBgElevated: isDark ? '#222a28' : colours.card,
      colorText: colours.ink,
      colorTextSecondary: colours.faint,
      colorTextTertiary: colours.faint,
      colorTextDescription: colours.faint,
      colorTextPlaceholder: isDark ? '#8b9693' : '#656f6c',
      colorBorderSecondary: colours.line,
      borderRadius: 8,
      fontFamily,
      motion: !wantsNoMotion,
      fontSize: 14,
    },
    components: {
      Menu: {
        itemSelectedBg: colours.chosen,
        itemSelectedColor: colours.pine,
        itemBg: 'transparent',
        subMenuItemBg: 'transparent',
        activeBarBorderWidth: 0,
      },
      Table: { headerBg: 'transparent', headerColor: colours.faint, cellPaddingBlock: 12 },
      Card: { bodyPadding: 20 },
      Button: isDark ? { dangerColor: palette.dark.card } : {},
    },
  }
}

/** Hue, saturation and lightness of the first shade, by what a box stands for: on a light and on a dark page. */
const colours: Readonly<Record<string, readonly [hue: number, saturation: number, light: number, dark: number]>> = {
  owner: [220, 9, 82, 34],
  user: [24, 88, 72, 40],
  jit: [150, 46, 68, 32],
  kernel: [212, 72, 76, 40],
  unknown: [50, 12, 84, 30],
};

/** The sheet of a flame graph. Shades of one colour differ in hue and lightness, so that neighbours can be told apart. */
export function flameStyle(shades: number): string {
  const fills = (dark: boolean) =>
    Object.entries(colours)
      .flatMap(([kind, [hue, saturation, light, darkness]]) =>
        Array.from({ length: shades }, (_, shade) => {
          const lightness = dark ? darkness + shade * 2 : light - shade * 2.5;
          return `.${kind}.s${shade} rect{fill:hsl(${hue + (shade - 2) * 3} ${saturation}% ${lightness}%)}`;
        }),
      )
      .join('');
  return `
svg{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:12px;color-scheme:light dark}
svg:focus{outline:none}text{fill:#1d2430;white-space:pre}.page{fill:#fbfbfa}
.title{font-family:system-ui,"DejaVu Sans",sans-serif;font-size:17px;font-weight:600}
.note{font-family:system-ui,"DejaVu Sans",sans-serif;fill:#5b6573}.end{text-anchor:end}
.f{cursor:pointer}.f text{pointer-events:none}.f:hover rect,.f.at rect{stroke:#1d2430;stroke-width:1.5}
.f.out{display:none}.f.around{opacity:.55}.searched .f:not(.hit){opacity:.35}
.f.hit rect{fill:#d6409f}.f.hit text{fill:#fff}
.button{cursor:pointer}.button rect{fill:#e9ebee;stroke:#c9ced6}.button text{text-anchor:middle;font-family:system-ui,"DejaVu Sans",sans-serif}
.button:hover rect,.button:focus rect{stroke:#3b6fd4;stroke-width:2}.button:focus{outline:none}.button.off{display:none}
input{box-sizing:border-box;width:100%;height:26px;font:13px ui-monospace,"DejaVu Sans Mono",monospace;border:1px solid #8b95a5;border-radius:13px;padding:0 12px;background:#fff;color:#1d2430}
input.wrong{border-color:#c62828;color:#c62828}
${fills(false)}
@media (prefers-color-scheme:dark){text{fill:#e6e9ee}.page{fill:#15181d}.note{fill:#9aa4b2}.f:hover rect,.f.at rect{stroke:#fff}
.button rect{fill:#262b33;stroke:#3d4552}input{background:#1e232b;color:#e6e9ee}${fills(true)}.f.hit rect{fill:#d6409f}}
`;
}

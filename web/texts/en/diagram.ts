export const diagram = {
  label: (count: number) =>
    count === 0
      ? 'Car diagram: no damaged parts'
      : count === 1
        ? 'Car diagram: one damaged part'
        : `Car diagram: ${count} damaged parts`,
  views: { left: 'Left side', right: 'Right side', top: 'From above', front: 'Front', rear: 'Rear' },
  undamaged: 'No damage found',
  elsewhere: 'Not on a part of the diagram:',
  area: (share: string) => `${share} of the part`,
}

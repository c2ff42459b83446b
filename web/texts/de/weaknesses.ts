import type { Weakness } from '../../model/read-card.ts'

/** What the model card says under "Where they fail", by its English with `#` for each figure. */
export const weaknesses: Record<string, Weakness> = {
  'Scratches and dents. Average precision at IoU # is # and # on the workshop photos: most thin scratches and shallow dents are missed, outlined too widely, or found with low confidence.':
    {
      title: 'Kratzer und Dellen.',
      text: 'Die durchschnittliche Präzision bei einer Überdeckung (IoU) von # ist # und # auf den Werkstattfotos: Die meisten feinen Kratzer und flachen Dellen werden übersehen, zu weit umrissen oder mit geringer Sicherheit gefunden.',
    },
  'Small damage on whole cars. On the severity web photos, whose damages are a median of # pixels across, damage is found on # % of the photos.':
    {
      title: 'Kleine Schäden auf Fotos ganzer Autos.',
      text: 'Auf den Fotos der Sammlung „severity“ aus dem Netz, deren Schäden im Median # Pixel groß sind, wird auf # % der Fotos ein Schaden gefunden.',
    },
  'Types. Broken parts, dents and scratches in one place are confused, as the matrix above shows.': {
    title: 'Schadensarten.',
    text: 'Gebrochene Teile, Dellen und Kratzer an einer Stelle werden verwechselt, wie die Matrix weiter oben zeigt.',
  },
  'Parts. Tailgate, trunk and wheel are the weakest; there is no class for fender, quarter panel, roof or sill, so damage there has no part.':
    {
      title: 'Teile.',
      text: 'Heckklappe, Kofferraumdeckel und Rad erkennt es am schlechtesten; für Kotflügel, Seitenwand, Dach und Schweller gibt es keine Klasse, Schäden dort haben daher kein Teil.',
    },
  'Cabins. Airbags are found reliably in cabins, but a cabin without one may be answered as no vehicle.': {
    title: 'Innenräume.',
    text: 'Ausgelöste Airbags findet es in Innenräumen verlässlich, ein Innenraum ohne Airbag gilt ihm aber womöglich nicht als Fahrzeug.',
  },
  'Clean cars elsewhere. # % of the # photos of the parts set, whose damage nobody annotated, are answered as damaged.':
    {
      title: 'Unbeschädigte Autos anderer Herkunft.',
      text: '# % der # Fotos aus der Sammlung für Teile, deren Schäden niemand markiert hat, gelten ihm als beschädigt.',
    },
  'Thumbnails. On via_insurance, web pictures of about # pixels, damage is found on # % of the photos.': {
    title: 'Winzige Bilder.',
    text: 'In der Sammlung „via_insurance“, Bildern aus dem Netz von etwa # Pixeln, wird auf # % der Fotos ein Schaden gefunden.',
  },
  'Few negatives. Scenes without a vehicle were judged on # photos only, undamaged cars on #.': {
    title: 'Wenige Gegenbeispiele.',
    text: 'Szenen ohne Fahrzeug wurden an nur # Fotos gemessen, unbeschädigte Autos an #.',
  },
  'There is no data for flat tyres, nor for cracks as a type of their own.': {
    title: '',
    text: 'Für platte Reifen gibt es keine Daten, ebenso wenig für Risse als eigene Art.',
  },
}

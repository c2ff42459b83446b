export const preprocessing = { id: 'bench', workingSide: 1280, clahe: { clipLimit: 3, tilesX: 6, tilesY: 6 } }

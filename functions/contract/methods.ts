/** The methods that some path allows, as the header `Allow` lists them. */
export const METHODS = 'GET, HEAD, POST, OPTIONS';

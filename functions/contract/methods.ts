/** All methods that the routes use, in the format of the `Allow` header. */
export const METHODS = 'GET, HEAD, POST, OPTIONS';

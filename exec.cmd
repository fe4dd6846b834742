@rem What "exec" is to a POSIX shell: npm start begins with it, so that a signal reaches the server. Here it only starts.
@%*

#!/bin/sh
# Publishes the files of `cargo xtask dist` into the folder that a web server serves, while people are using it:
#
#   deploy/publish.sh dist /srv/qunli
#
# New names first, the page last, each file whole or not at all; files of earlier versions stay for 30 days (KEEP_DAYS),
# for pages that are open and for going back. To go back, publish the folder of the older version again.
set -eu
from=${1:?'deploy/publish.sh FROM TO: FROM is missing'}
to=${2:?'deploy/publish.sh FROM TO: TO is missing'}
[ -f "$from/index.html" ] || { echo "$from holds no index.html: is it the folder of cargo xtask dist?" >&2; exit 1; }
hashed='-[0-9a-f]\{10,16\}[^/]*$'
# The entrances: what they lead to must be there before them.
last='^\(index\.html\|sw\.js\)\(\.br\|\.gz\)\{0,1\}$'

put() {
  while read -r file; do
    mkdir -p "$to/$(dirname "$file")"
    cp "$from/$file" "$to/$file.new~"
    mv "$to/$file.new~" "$to/$file"
  done
}

all=$(cd "$from" && find . -type f | sed 's|^\./||' | sort -r)
echo "$all" | grep -e "$hashed" | put
echo "$all" | grep -v -e "$hashed" | grep -v -e "$last" | put
echo "$all" | grep -e "$last" | sort | put

# Copying has renewed the time of what is in use. A folder below is another community's.
find "$to/" -maxdepth 1 -type f -mtime "+${KEEP_DAYS:-30}" | grep -e "$hashed" | while read -r file; do rm "$file"; done

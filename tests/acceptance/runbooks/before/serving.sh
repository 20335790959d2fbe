# A gateway serves, and its administrator has signed in.
reference-gateway --config gateway.yaml serve >> gateway.log 2>&1 &
GATEWAY_PID=$!
curl --silent --fail --retry 60 --retry-delay 1 --retry-connrefused "$GATEWAY/readyz" ||
  { echo "not ready after a minute: see gateway.log" >&2; false; }
curl --silent --fail --cookie-jar admin.cookies --header "Origin: $GATEWAY" --json \
  "{\"email\": \"admin@local\", \"password\": \"$GATEWAY_BOOTSTRAP_ADMIN_PASSWORD\"}" "$GATEWAY/api/v1/auth/login/password"

# A gateway serves, and its administrator has signed in.
reference-gateway --config gateway.yaml serve >> gateway.log 2>&1 &
GATEWAY_PID=$!
until curl --silent --fail "$GATEWAY/readyz"; do sleep 0.05; done
curl --silent --fail --cookie-jar admin.cookies --header "Origin: $GATEWAY" --json \
  "{\"email\": \"admin@local\", \"password\": \"$GATEWAY_BOOTSTRAP_ADMIN_PASSWORD\"}" "$GATEWAY/api/v1/auth/login/password"

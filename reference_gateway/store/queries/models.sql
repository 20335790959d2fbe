-- name: model
SELECT id, model_key, alias_target_model_key, description, tags_json, rank
  FROM gateway_models
 WHERE model_key = :key;

-- name: models
SELECT id, model_key, alias_target_model_key, description, tags_json, rank
  FROM gateway_models
 ORDER BY rank, model_key;

-- name: routes
SELECT id, model_id, provider_key, upstream_model, priority, weight, enabled, extra_headers_json,
       extra_body_json, capabilities_json, compatibility_json
  FROM model_routes
 WHERE model_id = :model_id
 ORDER BY priority, provider_key, upstream_model;

-- name: provider
SELECT provider_key, provider_type, config_json FROM providers WHERE provider_key = :key;

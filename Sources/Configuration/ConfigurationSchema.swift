// SPDX-License-Identifier: Apache-2.0

/// The shape of `modelgate.yaml` as a JSON Schema (draft 2020-12), with which editors complete it.
///
/// It says no more than shapes: whether a pipeline's dataset is declared, for example, is for
/// ``Configuration`` to say. What it refuses, ``Configuration`` refuses too.
public enum ConfigurationSchema {
  /// The schema, JSON in UTF-8.
  public static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "modelgate.yaml",
      "description": "What a repository trains, from which data, and how strict its gate is.",
      "type": "object",
      "required": ["version"],
      "additionalProperties": false,
      "properties": {
        "version": { "description": "The version of this format.", "type": "integer", "const": 1 },
        "data": {
          "description": "Datasets by name.",
          "type": ["object", "null"],
          "propertyNames": { "$ref": "#/$defs/name" },
          "additionalProperties": { "$ref": "#/$defs/dataset" }
        },
        "pipelines": {
          "description": "Trainings by name.",
          "type": ["object", "null"],
          "propertyNames": { "$ref": "#/$defs/name" },
          "additionalProperties": { "$ref": "#/$defs/pipeline" }
        },
        "gate": {
          "description": "How strict the gate is.",
          "type": ["object", "null"],
          "additionalProperties": false,
          "properties": {
            "rules": {
              "description": "Levels by rule; they replace the rules' own.",
              "type": ["object", "null"],
              "additionalProperties": { "enum": ["error", "warn", "off"] }
            },
            "protect": {
              "description": "Branches, or full names of references, that must not be rewritten.",
              "type": "array",
              "items": { "$ref": "#/$defs/text" }
            },
            "waivers": {
              "description": "Findings that are accepted until a day.",
              "type": "array",
              "items": { "$ref": "#/$defs/waiver" }
            }
          }
        },
        "expect": {
          "description": "What models must reach, and how far live data may be from the training data.",
          "type": ["object", "null"],
          "additionalProperties": false,
          "properties": {
            "metrics": {
              "description": "Bounds by metric.",
              "type": ["object", "null"],
              "propertyNames": { "minLength": 1 },
              "additionalProperties": { "$ref": "#/$defs/bound" }
            },
            "profile": {
              "description": "Limits by column; 'default' is every other column.",
              "type": ["object", "null"],
              "additionalProperties": {
                "type": ["object", "null"],
                "propertyNames": { "minLength": 1 },
                "additionalProperties": {
                  "anyOf": [{ "type": "number" }, { "$ref": "#/$defs/bound" }]
                }
              }
            }
          }
        },
        "trust": {
          "description": "Whose signatures count.",
          "type": ["object", "null"],
          "additionalProperties": false,
          "properties": {
            "signers": {
              "description": "A committed file in OpenSSH's allowed_signers format.",
              "$ref": "#/$defs/path"
            },
            "gpg": {
              "description": "A committed file of OpenPGP public keys, as gpg --export writes it.",
              "$ref": "#/$defs/path"
            }
          }
        }
      },
      "$defs": {
        "text": { "type": "string", "minLength": 1, "pattern": "^[^\\u0000]+$" },
        "name": { "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]*$" },
        "path": {
          "description": "A path below the root, with '/' between its parts.",
          "type": "string",
          "pattern": "^(?!\\.{1,2}(/|$))[^/\\u0000]+(/(?!\\.{1,2}(/|$))[^/\\u0000]+)*$"
        },
        "bound": {
          "description": "\">= 0.8\", \"> 0\", \"<= 1\", \"< 1\", \"== 3\" or \"0.7..0.9\".",
          "type": "string",
          "pattern": "^((>=|<=|==|>|<) *[-+.0-9eE]+ *|[ ]*[-+.0-9eE]+ *\\.\\. *[-+.0-9eE]+ *)$"
        },
        "dataset": {
          "type": "object",
          "required": ["path"],
          "additionalProperties": false,
          "properties": {
            "path": { "description": "A file or a folder.", "$ref": "#/$defs/path" },
            "manifest": {
              "description": "The committed file that lists the data with digests.",
              "$ref": "#/$defs/path"
            },
            "remote": {
              "description": "What keeps a copy of the listed files: a folder, file:///FOLDER or s3://BUCKET/PREFIX.",
              "type": "string",
              "pattern": "^(file:///.+|s3://[^@]+|(?!.*://)[^\\u0000]+)$"
            }
          }
        },
        "pipeline": {
          "type": "object",
          "required": ["run", "model"],
          "additionalProperties": false,
          "properties": {
            "run": {
              "description": "The program and its arguments; no shell reads them.",
              "type": "array",
              "minItems": 1,
              "items": { "type": ["string", "number", "boolean"], "pattern": "^[^\\u0000]*$" }
            },
            "data": {
              "description": "Names of declared datasets.",
              "type": "array",
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/name" }
            },
            "dependencies": {
              "description": "Committed files that pin the software.",
              "type": "array",
              "items": { "$ref": "#/$defs/path" }
            },
            "model": {
              "description": "The trained model, below $MODELGATE_OUTPUT.",
              "$ref": "#/$defs/path"
            },
            "metrics": {
              "description": "A file of numbers (JSON, YAML, CSV or TSV), below $MODELGATE_OUTPUT.",
              "$ref": "#/$defs/path",
              "pattern": "\\.([jJ][sS][oO][nN]|[yY][aA]?[mM][lL]|[cCtT][sS][vV])$"
            },
            "allow": {
              "description": "What else the training may see; recorded as unversioned.",
              "type": ["object", "null"],
              "additionalProperties": false,
              "properties": {
                "read": { "type": "array", "items": { "$ref": "#/$defs/text" } },
                "network": { "type": "boolean" }
              }
            }
          }
        },
        "waiver": {
          "type": "object",
          "required": ["rule", "reason", "expires"],
          "oneOf": [
            { "required": ["path"] }, { "required": ["commit"] }, { "required": ["ref"] }
          ],
          "additionalProperties": false,
          "properties": {
            "rule": { "$ref": "#/$defs/text" },
            "path": { "description": "A pattern as in .gitignore.", "$ref": "#/$defs/text" },
            "commit": {
              "description": "A commit's whole id: what is found of it and of no file.",
              "type": "string",
              "pattern": "^[0-9a-f]{40}$"
            },
            "ref": {
              "description": "A branch, or a full name such as refs/tags/v*: what is found of it and of no file.",
              "$ref": "#/$defs/text"
            },
            "reason": { "$ref": "#/$defs/text" },
            "expires": {
              "description": "The last day, YYYY-MM-DD, in UTC.",
              "type": "string",
              "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
            }
          }
        }
      }
    }

    """#
}

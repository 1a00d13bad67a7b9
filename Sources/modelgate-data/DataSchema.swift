// SPDX-License-Identifier: Apache-2.0

/// The shape of this tool's JSON documents as a JSON Schema (draft 2020-12).
enum DataSchema {
  static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "modelgate data, format 1",
      "type": "object",
      "required": ["tool", "version", "format", "command"],
      "properties": {
        "tool": { "const": "modelgate-data" },
        "version": { "description": "The tool's version.", "type": "string" },
        "format": { "description": "The version of this shape.", "const": 1 },
        "command": {
          "enum": [
            "track", "verify", "list", "diff", "digest", "convert", "merge", "import-check"
          ]
        }
      },
      "allOf": [
        {
          "if": { "properties": { "command": { "const": "track" } } },
          "then": {
            "required": ["tracked", "ignoreFiles"],
            "properties": {
              "tracked": { "type": "array", "items": { "$ref": "#/$defs/tracked" } },
              "ignoreFiles": {
                "description": "Where an entry was added.",
                "type": "array", "items": { "type": "string" }
              }
            }
          }
        },
        {
          "if": { "properties": { "command": { "const": "verify" } } },
          "then": {
            "required": ["datasets", "problems"],
            "properties": {
              "datasets": { "type": "array", "items": { "$ref": "#/$defs/verified" } },
              "problems": { "$ref": "#/$defs/problems" }
            }
          }
        },
        {
          "if": { "properties": { "command": { "const": "list" } } },
          "then": {
            "required": ["datasets", "problems"],
            "properties": {
              "datasets": { "type": "array", "items": { "$ref": "#/$defs/listed" } },
              "problems": { "$ref": "#/$defs/problems" }
            }
          }
        },
        {
          "if": { "properties": { "command": { "const": "diff" } } },
          "then": {
            "required": ["old", "new", "datasets", "problems"],
            "properties": {
              "old": { "description": "The older commit.", "$ref": "#/$defs/commit" },
              "new": { "description": "The newer commit.", "$ref": "#/$defs/commit" },
              "datasets": { "type": "array", "items": { "$ref": "#/$defs/compared" } },
              "problems": { "$ref": "#/$defs/problems" }
            }
          }
        },
        {
          "if": { "properties": { "command": { "const": "digest" } } },
          "then": {
            "required": ["path", "digest", "files", "bytes"],
            "properties": {
              "path": { "type": "string" }, "digest": { "$ref": "#/$defs/digest" },
              "files": { "$ref": "#/$defs/number" }, "bytes": { "$ref": "#/$defs/number" }
            }
          }
        },
        {
          "if": { "properties": { "command": { "const": "convert" } } },
          "then": {
            "required": ["converted"],
            "properties": {
              "converted": { "type": "array", "items": { "$ref": "#/$defs/converted" } }
            }
          }
        },
        {
          "if": { "properties": { "command": { "const": "merge" } } },
          "then": {
            "required": ["output", "files", "digest"],
            "properties": {
              "output": { "type": "string" }, "files": { "$ref": "#/$defs/number" },
              "digest": { "$ref": "#/$defs/digest" }
            }
          }
        },
        {
          "if": { "properties": { "command": { "const": "import-check" } } },
          "then": {
            "required": ["datasets"],
            "properties": {
              "datasets": { "type": "array", "items": { "$ref": "#/$defs/stored" } }
            }
          }
        }
      ],
      "$defs": {
        "number": { "type": "integer", "minimum": 0 },
        "optionalNumber": { "type": ["integer", "null"], "minimum": 0 },
        "optionalText": { "type": ["string", "null"] },
        "commit": { "type": "string", "pattern": "^[0-9a-f]{40}$" },
        "digest": { "type": "string", "pattern": "^[a-z0-9_]+:[0-9a-f]+$" },
        "optionalDigest": {
          "anyOf": [{ "$ref": "#/$defs/digest" }, { "type": "null" }]
        },
        "problems": {
          "description": "What could not be read as a manifest, or not be listed.",
          "type": "array", "items": { "type": "string" }
        },
        "tracked": {
          "type": "object",
          "required": ["dataset", "manifest", "state", "digest", "files", "bytes", "changes"],
          "properties": {
            "dataset": { "type": "string" }, "manifest": { "type": "string" },
            "state": { "enum": ["new", "updated", "unchanged"] },
            "digest": { "$ref": "#/$defs/digest" },
            "files": { "$ref": "#/$defs/number" }, "bytes": { "$ref": "#/$defs/number" },
            "changes": {
              "description": "Since the manifest that stood there.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "path", "was", "is"],
                "properties": {
                  "kind": { "enum": ["added", "removed", "changed"] },
                  "path": { "type": "string" },
                  "was": { "$ref": "#/$defs/optionalDigest" },
                  "is": { "$ref": "#/$defs/optionalDigest" }
                }
              }
            }
          }
        },
        "verified": {
          "type": "object",
          "required": [
            "dataset", "manifest", "format", "verdict", "digest", "files", "bytes",
            "collisionResistant", "differences", "errors"
          ],
          "properties": {
            "dataset": { "type": "string" }, "manifest": { "type": "string" },
            "format": { "type": "string" },
            "verdict": { "enum": ["passed", "refused", "could-not-judge"] },
            "digest": {
              "description": "The native digest of what is there, if all of it could be read.",
              "$ref": "#/$defs/optionalDigest"
            },
            "files": { "$ref": "#/$defs/number" }, "bytes": { "$ref": "#/$defs/number" },
            "collisionResistant": { "type": "boolean" },
            "differences": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "path"],
                "properties": {
                  "kind": { "enum": ["missing", "extra", "changed", "irregular"] },
                  "path": { "$ref": "#/$defs/optionalText" },
                  "recorded": { "type": "string" }, "actual": { "type": "string" },
                  "what": { "type": "string" }
                }
              }
            },
            "errors": { "type": "array", "items": { "type": "string" } }
          }
        },
        "listed": {
          "type": "object",
          "required": [
            "dataset", "manifest", "format", "covered", "collisionResistant", "files", "bytes"
          ],
          "properties": {
            "dataset": { "type": "string" }, "manifest": { "type": "string" },
            "format": { "type": "string" }, "covered": { "type": "boolean" },
            "collisionResistant": { "type": "boolean" },
            "files": { "$ref": "#/$defs/optionalNumber" },
            "bytes": { "$ref": "#/$defs/optionalNumber" }
          }
        },
        "compared": {
          "type": "object",
          "required": [
            "dataset", "state", "movedFrom", "old", "new", "bytesAdded", "bytesRemoved", "changes"
          ],
          "properties": {
            "dataset": { "type": "string" },
            "state": { "enum": ["added", "removed", "changed", "moved"] },
            "movedFrom": {
              "description": "Where the older commit has the same bytes; null unless moved.",
              "$ref": "#/$defs/optionalText"
            },
            "old": { "$ref": "#/$defs/side" }, "new": { "$ref": "#/$defs/side" },
            "bytesAdded": {
              "description": "Of files that came or changed; null when a size is not recorded.",
              "$ref": "#/$defs/optionalNumber"
            },
            "bytesRemoved": {
              "description": "Of files that went or changed; null when a size is not recorded.",
              "$ref": "#/$defs/optionalNumber"
            },
            "changes": {
              "description": "Null when the manifests do not list files.",
              "type": ["array", "null"],
              "items": {
                "type": "object",
                "required": [
                  "kind", "path", "from", "fromDataset", "to", "toDataset", "was", "is", "bytes"
                ],
                "properties": {
                  "kind": { "enum": ["added", "removed", "changed", "moved"] },
                  "path": { "type": "string" },
                  "from": { "$ref": "#/$defs/optionalText" },
                  "fromDataset": {
                    "description": "The dataset that it came from; null when that is this one.",
                    "$ref": "#/$defs/optionalText"
                  },
                  "to": { "$ref": "#/$defs/optionalText" },
                  "toDataset": {
                    "description": "The dataset that it went to, and 'to' its path there.",
                    "$ref": "#/$defs/optionalText"
                  },
                  "was": { "$ref": "#/$defs/optionalDigest" },
                  "is": { "$ref": "#/$defs/optionalDigest" },
                  "bytes": { "$ref": "#/$defs/optionalNumber" }
                }
              }
            }
          }
        },
        "stored": {
          "description": "What a dataset's remote storage has of it.",
          "type": "object",
          "required": ["dataset", "manifest", "format", "remote", "verdict", "objects"],
          "properties": {
            "dataset": { "type": "string" },
            "manifest": {
              "description": "Null when each file has a pointer of its own.",
              "$ref": "#/$defs/optionalText"
            },
            "format": { "type": "string" },
            "remote": {
              "description": "Without anything secret; null when none is known.",
              "$ref": "#/$defs/optionalText"
            },
            "verdict": { "enum": ["passed", "refused", "could-not-judge"] },
            "exempt": { "description": "Why no remote should have it.", "type": "string" },
            "reason": { "description": "Why it was not asked for.", "type": "string" },
            "objects": {
              "description": "What was asked for.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["path", "presence"],
                "properties": {
                  "path": { "type": "string" },
                  "presence": { "enum": ["present", "absent", "undecided"] },
                  "by": {
                    "description": "How it is known that the object is there; the strongest first.",
                    "enum": ["digest", "version", "etag", "size", "name", "server"]
                  },
                  "reason": { "description": "Why it does not pass.", "type": "string" }
                },
                "allOf": [
                  {
                    "if": { "properties": { "presence": { "const": "present" } } },
                    "then": { "required": ["by"] },
                    "else": { "required": ["reason"] }
                  }
                ]
              }
            }
          }
        },
        "side": {
          "type": ["object", "null"],
          "required": ["manifest", "format", "files", "bytes"],
          "properties": {
            "manifest": { "type": "string" }, "format": { "type": "string" },
            "files": { "$ref": "#/$defs/optionalNumber" },
            "bytes": { "$ref": "#/$defs/optionalNumber" }
          }
        },
        "converted": {
          "type": "object",
          "required": ["dataset", "from", "output", "files", "bytes", "digest"],
          "properties": {
            "dataset": { "type": "string" }, "from": { "type": "string" },
            "output": { "type": "string" }, "files": { "$ref": "#/$defs/number" },
            "bytes": { "$ref": "#/$defs/number" }, "digest": { "$ref": "#/$defs/digest" }
          }
        }
      }
    }
    """#
}

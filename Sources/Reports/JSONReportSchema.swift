// SPDX-License-Identifier: Apache-2.0

/// The shape of ``JSONReport`` as a JSON Schema (draft 2020-12).
public enum JSONReportSchema {
  /// The schema, JSON in UTF-8.
  public static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "modelgate report, format 1",
      "type": "object",
      "required": [
        "format", "tool", "version", "subject", "verdict", "findings", "waived", "rules"
      ],
      "properties": {
        "format": { "description": "The version of this shape.", "const": 1 },
        "tool": { "description": "The tool's name.", "type": "string", "minLength": 1 },
        "version": { "description": "The tool's version.", "type": "string" },
        "subject": { "description": "What was judged.", "type": "string" },
        "verdict": {
          "description": "What the findings add up to; exit statuses 0, 1 and 2.",
          "enum": ["passed", "refused", "could-not-judge"]
        },
        "findings": {
          "description": "What counts.",
          "type": "array",
          "items": { "$ref": "#/$defs/finding" }
        },
        "waived": {
          "description": "What would count, were it not accepted.",
          "type": "array",
          "items": { "$ref": "#/$defs/waived" }
        },
        "rules": {
          "description": "The rules that were applied.",
          "type": "array",
          "items": { "$ref": "#/$defs/rule" }
        }
      },
      "$defs": {
        "finding": {
          "type": "object",
          "required": ["rule", "severity", "path", "line", "column", "message", "hints"],
          "properties": {
            "rule": { "description": "The rule's id.", "type": "string", "minLength": 1 },
            "severity": { "enum": ["warn", "error", "undecided"] },
            "path": {
              "description": "Below the repository's root; in quotes with C escapes, as git writes it, when it is not plain UTF-8. Null: the whole repository.",
              "type": ["string", "null"]
            },
            "line": { "description": "From 1.", "type": ["integer", "null"], "minimum": 1 },
            "column": {
              "description": "In UTF-8 bytes, from 1.",
              "type": ["integer", "null"],
              "minimum": 1
            },
            "message": { "type": "string" },
            "hints": {
              "description": "What to type.",
              "type": "array",
              "items": { "type": "string" }
            }
          }
        },
        "waived": {
          "$ref": "#/$defs/finding",
          "required": ["reason", "expires"],
          "properties": {
            "reason": { "type": "string" },
            "expires": {
              "description": "The last day, YYYY-MM-DD.",
              "type": "string",
              "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
            }
          }
        },
        "rule": {
          "type": "object",
          "required": ["id", "level", "title", "explanation", "help"],
          "properties": {
            "id": { "type": "string", "minLength": 1 },
            "level": { "enum": ["error", "warn", "off"] },
            "title": { "type": "string" },
            "explanation": { "type": "string" },
            "help": { "type": "string" }
          }
        }
      }
    }

    """#
}

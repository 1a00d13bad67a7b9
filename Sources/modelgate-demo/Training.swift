// SPDX-License-Identifier: Apache-2.0

/// The program that trains, and what modelgate.yaml says of it.
struct Training {
  /// The script's file name.
  let name: String
  /// The script.
  let script: String
  /// The model's file name.
  let model: String
  private let interpreter: String

  init(hasPython: Bool) {
    if hasPython {
      (name, model, interpreter) = ("train.py", "model.safetensors", "[python3, train.py]")
      script = Self.python
    } else {
      (name, model, interpreter) = ("train.sh", "model.txt", "[sh, train.sh]")
      script = Self.awk
    }
  }

  /// The whole modelgate.yaml.
  var configuration: String {
    """
    version: 1
    data:
      train: { path: data/train, manifest: data/train.sha256 }
    pipelines:
      churn:
        run: \(interpreter)
        data: [train]
        model: \(model)
        metrics: metrics.json

    """
  }

  /// Logistic regression by gradient descent, and a writer of safetensors.
  private static let python = #"""
    import csv, json, math, os, pathlib, struct

    data = pathlib.Path(os.environ["MODELGATE_DATA_TRAIN"])
    output = pathlib.Path(os.environ["MODELGATE_OUTPUT"])

    rows = []
    for part in sorted(data.glob("*.csv")):
        with part.open(newline="") as file:
            for r in csv.DictReader(file):
                x = (1.0, int(r["tenure_months"]) / 72, int(r["hours_a_week"]) / 40,
                     int(r["support_calls"]) / 9)
                rows.append((x, int(r["churned"])))

    def score(weights, x):
        return sum(w * value for w, value in zip(weights, x))

    weights = [0.0] * 4
    for _ in range(300):
        errors = [(1 / (1 + math.exp(-score(weights, x))) - y, x) for x, y in rows]
        slope = [sum(e * x[i] for e, x in errors) / len(rows) for i in range(4)]
        weights = [w - 4 * s for w, s in zip(weights, slope)]

    right = sum((score(weights, x) > 0) == (y == 1) for x, y in rows)
    accuracy = right / len(rows)
    print(f"{len(rows)} customers, accuracy {accuracy:.3f}")

    # safetensors: the header's length, the header, the numbers.
    header = json.dumps({
        "bias": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
        "weight": {"dtype": "F32", "shape": [3], "data_offsets": [4, 16]},
    }).encode()
    tensors = struct.pack("<4f", *weights)
    model = struct.pack("<Q", len(header)) + header + tensors
    (output / "model.safetensors").write_bytes(model)
    (output / "metrics.json").write_text(json.dumps({"accuracy": accuracy}))

    """#

  /// The same regression in awk; the model is a text with one weight a line.
  private static let awk = #"""
    set -eu
    awk -F, -v output="$MODELGATE_OUTPUT" '
      function score(i) { return w[0] + w[1] * a[i] + w[2] * b[i] + w[3] * c[i] }
      BEGIN { n = 0 }
      FNR > 1 { a[n] = $1 / 72; b[n] = $2 / 40; c[n] = $3 / 9; y[n++] = $4 }
      END {
        for (round = 0; round < 300; round++) {
          s0 = s1 = s2 = s3 = 0
          for (i = 0; i < n; i++) {
            e = 1 / (1 + exp(-score(i))) - y[i]
            s0 += e; s1 += e * a[i]; s2 += e * b[i]; s3 += e * c[i]
          }
          w[0] -= 4 * s0 / n; w[1] -= 4 * s1 / n; w[2] -= 4 * s2 / n; w[3] -= 4 * s3 / n
        }
        for (i = 0; i < n; i++) right += (score(i) > 0) == (y[i] == 1)
        printf "%d customers, accuracy %.3f\n", n, right / n
        for (k = 0; k < 4; k++) printf "%.9g\n", w[k] > (output "/model.txt")
        printf "{\"accuracy\": %.9g}\n", right / n > (output "/metrics.json")
      }' "$MODELGATE_DATA_TRAIN"/*.csv

    """#
}

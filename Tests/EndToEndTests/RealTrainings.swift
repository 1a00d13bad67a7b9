// SPDX-License-Identifier: Apache-2.0

/// Trainings with the field's own libraries, on the data that scikit-learn ships.
enum RealTraining {
  /// Writes the wine data as two tables below a folder.
  static let wineData = """
    import os, sys
    import numpy as np
    from sklearn.datasets import load_wine
    wine = load_wine()
    os.makedirs(sys.argv[1])
    np.savetxt(sys.argv[1] + "/x.csv", wine.data, delimiter=",")
    np.savetxt(sys.argv[1] + "/y.csv", wine.target)
    """

  /// Writes the digits data as a folder of arrays, and a file of labels.
  static let digitsData = """
    import os
    import numpy as np
    from sklearn.datasets import load_digits
    digits = load_digits()
    os.makedirs("data/images")
    np.savetxt("data/labels.csv", digits.target, fmt="%d")
    for part in range(3):
        np.save(f"data/images/{part}.npy", digits.data[part::3])
    """

  private static let wineModel = """
    import os
    from pathlib import Path
    import numpy as np
    from sklearn.linear_model import RidgeClassifier
    data, out = Path(os.environ["MODELGATE_DATA_WINE"]), Path(os.environ["MODELGATE_OUTPUT"])
    x, y = (np.loadtxt(data / name, delimiter=",") for name in ("x.csv", "y.csv"))
    model = RidgeClassifier().fit(x, y)

    """

  /// A ridge classifier, its weights saved by the official safetensors package.
  static let wineSafetensors =
    wineModel + """
      from safetensors.numpy import save_file
      save_file(
          {"coef": np.ascontiguousarray(model.coef_), "intercept": model.intercept_},
          out / "model.safetensors", metadata={"framework": "scikit-learn"})

      """

  /// The same, as joblib pickles it.
  static let wineJoblib =
    wineModel + """
      import joblib
      joblib.dump(model, out / "model.joblib")

      """

  /// A ridge classifier of digits, exported by skl2onnx.
  static let digitsONNX = """
    import os
    from pathlib import Path
    import numpy as np
    from skl2onnx import to_onnx
    from sklearn.linear_model import RidgeClassifier
    images = Path(os.environ["MODELGATE_DATA_IMAGES"])
    labels = np.loadtxt(os.environ["MODELGATE_DATA_LABELS"], dtype=np.int64)
    x = np.empty((len(labels), 64), np.float32)
    for part in range(3):
        x[part::3] = np.load(images / f"{part}.npy")
    model = RidgeClassifier().fit(x, labels)
    onnx = to_onnx(model, x[:1], options={"zipmap": False})
    (Path(os.environ["MODELGATE_OUTPUT"]) / "model.onnx").write_bytes(onnx.SerializeToString())

    """
}

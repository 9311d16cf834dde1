using System.Diagnostics.CodeAnalysis;
using QuantDsl.CompilerServices;

namespace QuantDsl;

/// <summary>
/// Image files as inputs of packed models. Devices that have only <c>QuantDsl.Runtime</c> decode images by means of their own, and pass
/// pixels to <c>ClassifyPixels</c>.
/// </summary>
public static class PackedImages
{
    /// <param name="model">A packed model of square images.</param>
    extension([NotNull] PackedModel model)
    {
        /// <summary>Classifies the image in a file (JPEG, PNG or BMP), scaled and normalised as those of the training set.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="DatasetException">The file is missing or no image.</exception>
        /// <exception cref="InvalidOperationException">
        /// The model's inputs are no square images, or its file does not say how pixels are normalised.
        /// </exception>
        public Classification ClassifyImage(string path) => Classify(model, Images(model).Read(path));

        /// <summary>Classifies the image in the bytes of a file (JPEG, PNG or BMP).</summary>
        /// <param name="file">The bytes.</param>
        /// <inheritdoc cref="ClassifyImage(PackedModel, string)"/>
        public Classification ClassifyImage(ReadOnlySpan<byte> file) => Classify(model, Images(model).Read(file));

        /// <summary>Classifies all images of a folder and of those within it, in ordinal order, while the result is enumerated.</summary>
        /// <param name="folder">The folder.</param>
        /// <exception cref="DatasetException">There are no images, or one of them cannot be read.</exception>
        /// <exception cref="InvalidOperationException">
        /// The model's inputs are no square images, or its file does not say how pixels are normalised.
        /// </exception>
        public IEnumerable<ClassifiedImage> ClassifyImages(string folder) =>
            Images(model).Folder(folder, (inputs, logits) => model.Predict(inputs, logits));
    }

    private static ImageClassifier Images(PackedModel model) => new(model.Info, model.Facts);

    private static Classification Classify(PackedModel model, float[] input)
    {
        float[] logits = new float[model.Info.Classes];
        model.Predict(input, logits);
        return Classification.Of(logits, model.Facts.ClassNames);
    }
}

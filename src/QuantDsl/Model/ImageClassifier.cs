using QuantDsl.Data;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Image files as a model takes them: scaled, cropped and normalised as those that it was trained on.</summary>
internal sealed class ImageClassifier
{
    private const string Bytes = "the image";

    private readonly ModelInfo _model;
    private readonly DataFacts _facts;
    private readonly ImageInput _input;

    /// <summary>Finds out how the model takes images.</summary>
    /// <param name="model">The model.</param>
    /// <param name="facts">What is known of its training data.</param>
    /// <exception cref="InvalidOperationException">It takes no images, or does not know how pixels are normalised.</exception>
    public ImageClassifier(ModelInfo model, DataFacts facts)
    {
        bool classifies = model.Vocabulary is null && model.OutputLength is null;
        if (!classifies || model.InputShape is not [1 or 3, var side, var width] || side != width)
        {
            throw new InvalidOperationException(
                $"{model.Name} has inputs of {string.Join("×", model.InputShape)}. Image files become square inputs of 1 or 3 channels; "
                + "make the inputs of others yourself, and pass them to Predict.");
        }
        (_model, _facts) = (model, facts);
        var options = new ImageFolderOptions
        {
            Size = side,
            Grey = model.InputShape[0] == 1,
            ShorterSide = facts.ShorterSide switch { null => side, DataFacts.UsualSide => null, { } known => known },
        };
        _input = new ImageInput(options, Classifier.NormalizationOf(model, facts));
    }

    /// <summary>The input of a file.</summary>
    /// <exception cref="DatasetException">It is no image.</exception>
    public float[] Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Write(ImageDecoder.Read(path, _input.Options.Channels));
    }

    /// <summary>The input of the bytes of a file.</summary>
    /// <exception cref="DatasetException">They are no image.</exception>
    public float[] Read(ReadOnlySpan<byte> file) => Write(ImageDecoder.Decode(file.ToArray(), Bytes, _input.Options.Channels));

    /// <summary>Classifies all images of a folder, a minibatch at a time, which several threads decode.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="predict">The model's prediction.</param>
    /// <exception cref="DatasetException">There are no images, or one of them cannot be read.</exception>
    public IEnumerable<ClassifiedImage> Folder(string folder, Action<ReadOnlySpan<float>, Span<float>> predict)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var images = ImageList.Unlabelled(folder);
        return Classified();

        IEnumerable<ClassifiedImage> Classified()
        {
            using SourceColumn inputs = new(new ImageFolderExamples(images, _input), new Device(TorchSharp.DeviceType.CPU));
            float[] logits = new float[_model.Batch * _model.Classes];
            for (long first = 0; first < inputs.Count; first += _model.Batch)
            {
                int count = (int)Math.Min(_model.Batch, inputs.Count - first);
                predict(inputs.Read(first, count), logits.AsSpan(0, count * _model.Classes));
                for (int i = 0; i < count; i++)
                {
                    ReadOnlySpan<float> ofImage = logits.AsSpan(i * _model.Classes, _model.Classes);
                    yield return new ClassifiedImage(images.Path(first + i), Classification.Of(ofImage, _facts.ClassNames));
                }
            }
        }
    }

    private float[] Write(DecodedImage image)
    {
        float[] input = new float[PredictionInput.Elements(_model)];
        _input.Write(image, region: null, input);
        return input;
    }
}

using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// Classification of single samples, as they are in the data, by a model that can be trained. What its input does not allow is not there.
/// </summary>
internal static class ClassifyMembers
{
    public static string Of(ModelPlan plan)
    {
        if (plan.OutputLength is not null || plan.Loss.TakesNumbers)
            return ""; // there is no one class
        string pixels = plan.Vocabulary is null ? Pixels(plan) : "";
        string rows = plan.TakesRows ? Rows(plan) : "";
        return Sample(plan) + pixels + rows + (plan.TakesImageFiles ? ImageFiles : "");
    }

    private static string Sample(ModelPlan plan) => $$"""
        /// <summary>Classifies one sample. Several threads may do so at the same time.</summary>
        /// <param name="input">A sample of {{plan.SampleWords}}.</param>
        /// <exception cref="ArgumentException">The length does not fit.</exception>
        public Classification Classify({{plan.InputSpan}} input)
        {
            Classifier.CheckOne(Info, input.Length);
            float[] logits = new float[{{plan.Graph.Output.Elements}}];
            Predict(input, logits);
            return Classifier.Of(logits, _store);
        }


        """;

    private static string Pixels(ModelPlan plan) => $$"""
        /// <summary>Classifies one image as it is in the data set; its pixels are normalised as in training.</summary>
        /// <param name="pixels">An image of {{plan.SampleWords}}, row-major, 8 bits each.</param>
        /// <exception cref="ArgumentException">The length does not fit.</exception>
        /// <exception cref="InvalidOperationException">Neither <c>Fit</c> nor the file says how pixels are normalised.</exception>
        public Classification ClassifyPixels(ReadOnlySpan<byte> pixels) => Classify(Classifier.OfPixels(Info, _store, pixels));


        """;

    private static string Rows(ModelPlan plan) => $$"""
        /// <summary>Classifies one row as it is in the table; its columns are standardised as in training.</summary>
        /// <param name="row">A row of {{plan.SampleWords}}.</param>
        /// <exception cref="ArgumentException">The length does not fit.</exception>
        /// <exception cref="InvalidOperationException">Neither <c>Fit</c> nor the file says how columns are standardised.</exception>
        public Classification ClassifyRow(ReadOnlySpan<float> row) => Classify(Classifier.OfRow(Info, _store, row));


        """;

    private const string ImageFiles = """
        /// <summary>Classifies the image in a file (JPEG, PNG or BMP), scaled and normalised as those of the training set.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="DatasetException">The file is missing or no image.</exception>
        /// <exception cref="InvalidOperationException">Neither <c>Fit</c> nor the file says how pixels are normalised.</exception>
        public Classification ClassifyImage(string path) => Classify(Classifier.OfImage(Info, _store, path));

        /// <summary>Classifies the image in the bytes of a file (JPEG, PNG or BMP).</summary>
        /// <param name="file">The bytes.</param>
        /// <exception cref="DatasetException">They are no image.</exception>
        /// <exception cref="InvalidOperationException">Neither <c>Fit</c> nor the file says how pixels are normalised.</exception>
        public Classification ClassifyImage(ReadOnlySpan<byte> file) => Classify(Classifier.OfImage(Info, _store, file));

        /// <summary>Classifies all images of a folder and of those within it, in ordinal order, while the result is enumerated.</summary>
        /// <param name="folder">The folder.</param>
        /// <exception cref="DatasetException">There are no images, or one of them cannot be read.</exception>
        /// <exception cref="InvalidOperationException">Neither <c>Fit</c> nor the file says how pixels are normalised.</exception>
        public IEnumerable<ClassifiedImage> ClassifyImages(string folder) => Classifier.OfFolder(Info, _store, folder, Predict);


        """;
}

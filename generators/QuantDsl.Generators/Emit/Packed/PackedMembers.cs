using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Packed;

/// <summary>What a packed model can be asked for, as its input and output allow.</summary>
internal static class PackedMembers
{
    public static IEnumerable<string> Of(ModelPlan plan)
    {
        yield return $$"""
            /// <summary>Writes {{plan.OutputWord}}. After the first calls nothing is allocated.</summary>
            /// <param name="inputs">Any number of samples of {{plan.SampleWords}}, row-major.</param>
            /// <param name="logits">Receives {{plan.Graph.Output.Elements}} {{plan.OutputWord}} of each sample, row-major.</param>
            /// <exception cref="ArgumentException">The lengths do not fit.</exception>
            public void Predict({{plan.InputSpan}} inputs, Span<float> logits) => base.Predict(inputs, logits);
            """;
        if (plan.Carried > 0)
        {
            yield return $$"""
                /// <summary>The states of the recurrent layers at the beginning of sequences.</summary>
                /// <param name="samples">Sequences that go on side by side.</param>
                public RecurrentState NewState(int samples = 1) => NewStateOf(samples);
                """;
            yield return $$"""
                /// <summary>Writes logits of sequences of any length that go on where those before have ended.</summary>
                /// <param name="inputs">As many sequences of one length as the state has samples, row-major.</param>
                /// <param name="logits">Receives {{plan.Graph.Output.Channels}} logits of each {{plan.LabelledWord}}, row-major.</param>
                /// <param name="state">From <see cref="NewState"/>; becomes the states behind the last position.</param>
                /// <exception cref="ArgumentException">The lengths do not fit.</exception>
                public void Predict({{plan.InputSpan}} inputs, Span<float> logits, RecurrentState state) =>
                    base.Predict(inputs, logits, state);
                """;
        }
        if (plan.Vocabulary is null)
        {
            yield return $$"""
                /// <summary>Writes {{plan.OutputWord}} of images as they are in the data set; pixels are normalised as in training.</summary>
                /// <param name="pixels">Any number of images of {{plan.SampleWords}}, row-major, 8 bits each.</param>
                /// <param name="logits">Receives {{plan.Graph.Output.Elements}} {{plan.OutputWord}} of each image, row-major.</param>
                /// <exception cref="ArgumentException">The lengths do not fit.</exception>
                /// <exception cref="InvalidOperationException">The file does not say how pixels are normalised.</exception>
                public void PredictPixels(ReadOnlySpan<byte> pixels, Span<float> logits) => PredictNormalized(pixels, logits);
                """;
        }
        if (plan.TakesRows)
        {
            yield return $$"""
                /// <summary>Writes logits of rows as they are in the table; columns are standardised as in training.</summary>
                /// <param name="rows">Any number of rows of {{plan.SampleWords}}.</param>
                /// <param name="logits">Receives {{plan.Graph.Output.Elements}} logits of each row, row-major.</param>
                /// <exception cref="ArgumentException">The lengths do not fit.</exception>
                /// <exception cref="InvalidOperationException">The file does not say how columns are standardised.</exception>
                public void PredictRows(ReadOnlySpan<float> rows, Span<float> logits) => PredictStandardized(rows, logits);
                """;
        }
        if (plan.OutputLength is not null || plan.Loss.TakesNumbers)
            yield break; // there is no one class
        yield return $$"""
            /// <summary>Classifies one sample.</summary>
            /// <param name="input">A sample of {{plan.SampleWords}}.</param>
            /// <exception cref="ArgumentException">The length does not fit.</exception>
            public Classification Classify({{plan.InputSpan}} input) => ClassOf(input);
            """;
        if (plan.Vocabulary is null)
        {
            yield return $$"""
                /// <summary>Classifies one image as it is in the data set.</summary>
                /// <param name="pixels">An image of {{plan.SampleWords}}, row-major, 8 bits each.</param>
                /// <exception cref="ArgumentException">The length does not fit.</exception>
                /// <exception cref="InvalidOperationException">The file does not say how pixels are normalised.</exception>
                public Classification ClassifyPixels(ReadOnlySpan<byte> pixels) => ClassOfPixels(pixels);
                """;
        }
        if (plan.TakesRows)
        {
            yield return $$"""
                /// <summary>Classifies one row as it is in the table.</summary>
                /// <param name="row">A row of {{plan.SampleWords}}.</param>
                /// <exception cref="ArgumentException">The length does not fit.</exception>
                /// <exception cref="InvalidOperationException">The file does not say how columns are standardised.</exception>
                public Classification ClassifyRow(ReadOnlySpan<float> row) => ClassOfRow(row);
                """;
        }
    }
}

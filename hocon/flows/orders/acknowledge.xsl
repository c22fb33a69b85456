<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <!-- What the executor made of an order, as customers read it. -->
  <xsl:template match="/request">
    <confirmation number="{@number}" total="{total}">Thank you, <xsl:value-of select="customer"/>.</confirmation>
  </xsl:template>
</xsl:stylesheet>
